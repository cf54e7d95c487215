import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import { goBuild, goToolchain } from './go.ts';

const MODULE = join(import.meta.dirname, '..', 'kstatus');

/** The path of `kstatus`, which judges objects as Flux does; built once for each state of its sources. */
export async function buildKstatus(say: (line: string) => void): Promise<string> {
  const { minor, platform } = await goToolchain(MODULE);
  const hash = createHash('sha256').update(`${minor} ${platform}`);
  for (const name of ['main.go', 'go.mod', 'go.sum']) hash.update(`\0${readFileSync(join(MODULE, name), 'utf8')}`);
  const folder = await cachedFolder(`kstatus-${hash.digest('hex').slice(0, 16)}`, say, (aside, signal) =>
    goBuild(MODULE, ['-trimpath', '-o', join(aside, 'kstatus'), '.'], 'kstatus', say, signal),
  );
  return join(folder, 'kstatus');
}
