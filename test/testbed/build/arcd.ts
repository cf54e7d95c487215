import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import { goBuild, goToolchain } from './go.ts';

const MODULE = join(import.meta.dirname, '..', 'arcd');

/** It needs nothing of the machine, so that it runs in a container where nothing else is. */
const STATIC = { CGO_ENABLED: '0' };

/** The path of the `arcd` binary, built once for each state of its sources. */
export async function buildArcd(say: (line: string) => void): Promise<string> {
  const { minor, platform } = await goToolchain(MODULE);
  const hash = createHash('sha256').update(`${minor} ${platform} static`);
  for (const name of globSync(['**/*.go', 'go.mod', 'go.sum'], { cwd: MODULE, exclude: ['**/*_test.go'] }).toSorted()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(MODULE, name)));
  }
  const folder = await cachedFolder(`arcd-${hash.digest('hex').slice(0, 16)}`, say, (aside, signal) =>
    goBuild(MODULE, ['-trimpath', '-o', join(aside, 'arcd'), '.'], 'arcd', say, signal, STATIC),
  );
  return join(folder, 'arcd');
}
