/**
 * Run it after `npm install` has changed package-lock.json. A registry mirror that keeps the binaries of some platforms
 * only makes npm leave the others out of the lock, and `npm ci` then refuses the lock everywhere. This names them again,
 * by version and platform, without the integrity hashes that only a complete registry could give.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const MACHINES = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

interface Package {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly cpu?: readonly string[];
  readonly os?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  packages: Record<string, Package>;
}

const lock = JSON.parse(readFileSync(FILE, 'utf8')) as Lock;
const missing = Object.values(lock.packages).flatMap((parent) =>
  Object.entries(parent.optionalDependencies ?? {})
    .filter(([name]) => lock.packages[`node_modules/${name}`] === undefined)
    .map(([name, version]) => [`node_modules/${name}`, entry(name, version, parent.dev === true)] as const),
);
const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
lock.packages = Object.fromEntries(packages.toSorted(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(FILE, `${JSON.stringify(lock, undefined, 2)}\n`);
console.log(`${missing.length} entries added to ${FILE}`);

function entry(name: string, version: string, isDev: boolean): Package {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-');
  const system = SYSTEMS.find((candidate) => words.includes(candidate));
  const machine = MACHINES.find((candidate) => words.includes(candidate));
  const [last = ''] = words.slice(-1);
  const libc = system === 'linux' && (last.startsWith('gnu') ? 'glibc' : last.startsWith('musl') ? 'musl' : undefined);
  return {
    version,
    ...(machine !== undefined && { cpu: [machine] }),
    ...(isDev && { dev: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(system !== undefined && { os: [system] }),
  };
}
