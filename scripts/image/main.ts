/**
 * Makes the operator's image, `dist/image.tar` of it and its bill of materials: `make image`.
 *   node scripts/image/main.ts [--architecture=arm64] [--base=public|debian] [--twice]
 * Without `--base` it is that of the Dockerfile if it can be pulled, else one of Debian's packages. `--twice` makes
 * everything again and fails unless the layers are the same.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { type Architecture, cpuOf, hostArchitecture } from './architecture.ts';
import { layContext } from './context.ts';
import { debianBase } from './debian-base.ts';
import { buildArguments, docker } from './docker.ts';
import { markArchitecture } from './mark-architecture.ts';
import { billOfMaterials } from './sbom.ts';

/** Milliseconds. */
const pullTimeout = 60_000;

const { values } = parseArgs({
  options: { architecture: { type: 'string' }, base: { type: 'string' }, twice: { type: 'boolean' } },
});
const host = hostArchitecture();
const architecture = (values.architecture ?? host) as Architecture;
if (!(architecture in cpuOf)) throw new Error(`--architecture is one of ${Object.keys(cpuOf).join(', ')}`);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
const suffix = architecture === host ? '' : `-${architecture}`;
const image = `raftcluster-operator:${version}${suffix}`;
const file = `dist/image${suffix}`;
const isPublic = values.base === 'public' || (values.base === undefined && canPull());

const layers = build(image);
docker('save', '--output', `${file}.tar`, image);
if (architecture !== host) markArchitecture(`${file}.tar`, architecture);
writeFileSync(`${file}.sbom.json`, `${JSON.stringify(billOfMaterials(image, architecture), undefined, 2)}\n`);
console.log(`${image} (linux/${architecture}) on ${isPublic ? 'the Dockerfile’s base' : 'Debian’s packages'}`);
console.log(`${file}.tar: ${(statSync(`${file}.tar`).size / 1e6).toFixed(1)} MB; ${file}.sbom.json`);
for (const layer of layers) console.log(layer);
if (values.twice) compareWithAnother();

function build(tag: string): readonly string[] {
  layContext(architecture);
  const bases = isPublic ? [] : debianBases();
  docker(
    'build',
    ...bases,
    ...buildArguments({ BUNDLE: 'context', TARGETARCH: architecture, REVISION: revision() }),
    // Two builds have nothing in common but their sources.
    '--network=none',
    '--no-cache',
    '--force-rm',
    '--quiet',
    `--tag=${tag}`,
    '.',
  );
  return JSON.parse(docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', tag)) as readonly string[];
}

function compareWithAnother(): void {
  const other = `${image}-again`;
  execFileSync('node', ['scripts/build.ts'], { stdio: 'ignore' });
  const again = build(other);
  docker('image', 'rm', other);
  if (again.join() !== layers.join()) throw new Error(`the second time other layers came out:\n${again.join('\n')}`);
  console.log('made twice: the same layers');
}

function debianBases(): readonly string[] {
  const [BUILD, RUNTIME] = ['raftcluster-operator-base:build', `raftcluster-operator-base:runtime-${architecture}`];
  debianBase(BUILD, host, true);
  debianBase(RUNTIME, architecture, false);
  return buildArguments({ BUILD, RUNTIME });
}

/** Whether the bases that the Dockerfile names can be had. */
function canPull(): boolean {
  const bases = readFileSync('Dockerfile', 'utf8').matchAll(/^ARG (?:BUILD|RUNTIME)=(.+)$/gm);
  try {
    for (const [, name = ''] of bases) {
      execFileSync('docker', ['pull', '--quiet', name], { stdio: 'ignore', timeout: pullTimeout });
    }
    return true;
  } catch {
    return false;
  }
}

/** The commit; `-dirty` beside changes that are not committed. */
function revision(): string {
  const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  return git('rev-parse', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '-dirty');
}
