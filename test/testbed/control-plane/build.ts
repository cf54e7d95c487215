import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from '../build/cached-folder.ts';
import { goBuild, goToolchain } from '../build/go.ts';
import { versionFlags } from './version-flags.ts';

/** Names a folder with ready binaries, instead of a build. */
const READY_BINARIES = 'RAFTCLUSTER_CONTROL_PLANE_BIN';

const MODULE = import.meta.dirname;
const NAMES = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;

/** The path of each program. */
export type Binaries = Readonly<Record<(typeof NAMES)[number], string>>;

/**
 * The control plane's programs, in the versions that `go.mod` names, built once into the user's cache folder: some ten
 * minutes on two cores the first time, seconds when only the binaries are missing.
 */
export async function buildControlPlane(say: (line: string) => void): Promise<Binaries> {
  const ready = process.env[READY_BINARIES];
  return ready === undefined || ready === '' ? inFolder(await build(say)) : inFolder(ready);
}

async function build(say: (line: string) => void): Promise<string> {
  const { minor, platform } = await goToolchain(MODULE);
  const modules = readFileSync(join(MODULE, 'go.mod'), 'utf8');
  const flags = ['-trimpath', '-ldflags', versionFlags(modules)];
  const key = createHash('sha256')
    .update([minor, platform, ...flags, modules, readFileSync(join(MODULE, 'go.sum'), 'utf8')].join('\0'))
    .digest('hex');
  return cachedFolder(`control-plane-${key.slice(0, 16)}`, say, async (folder, signal) => {
    say('building the Kubernetes control plane from source, once: about 10 minutes on two cores');
    await goBuild(MODULE, [...flags, '-o', `${folder}/`, ...tools(modules)], 'the control plane', say, signal);
    // The etcd program's package is called `server`.
    renameSync(join(folder, 'server'), join(folder, 'etcd'));
  });
}

function tools(modules: string): string[] {
  const block = /^tool \(\n([^)]*)\)/m.exec(modules)?.[1] ?? '';
  return block.split('\n').flatMap((line) => line.trim() || []);
}

function inFolder(folder: string): Binaries {
  const missing = NAMES.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} missing in ${folder}`);
  return Object.fromEntries(NAMES.map((name) => [name, join(folder, name)])) as Binaries;
}
