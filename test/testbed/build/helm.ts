import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import { goBuild, goToolchain } from './go.ts';

const MODULE = join(import.meta.dirname, '..', 'helm');
const PACKAGE = 'helm.sh/helm/v4/cmd/helm';

/** The path of Helm, in the version that `helm/go.mod` names, built once: a few minutes on two cores the first time. */
export async function buildHelm(say: (line: string) => void): Promise<string> {
  const { minor, platform } = await goToolchain(MODULE);
  const modules = readFileSync(join(MODULE, 'go.mod'), 'utf8');
  const version = /helm\.sh\/helm\/v4 (v\S+)/.exec(modules)?.[1];
  if (version === undefined) throw new Error('helm/go.mod names no version of helm.sh/helm/v4');
  // Without it, Helm does not know which charts are too new for it.
  const flags = ['-trimpath', '-ldflags', `-s -w -X helm.sh/helm/v4/internal/version.version=${version}`];
  const key = createHash('sha256')
    .update([minor, platform, ...flags, modules, readFileSync(join(MODULE, 'go.sum'), 'utf8')].join('\0'))
    .digest('hex');
  const folder = await cachedFolder(`helm-${key.slice(0, 16)}`, say, (aside, signal) => {
    say('building Helm from source, once: about 3 minutes on two cores');
    return goBuild(MODULE, [...flags, '-o', join(aside, 'helm'), PACKAGE], 'Helm', say, signal);
  });
  return join(folder, 'helm');
}
