import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cachedFolder } from '../../testbed/build/cached-folder.ts';
import { goBuild, goToolchain } from '../../testbed/build/go.ts';

export interface GoTools {
  /** The folder with its go.mod. */
  readonly module: string;
  /** What messages call it. */
  readonly what: string;
  /** The linker's. */
  readonly flags: string;
}

/** The folder with the programs that the `tool` lines of a go.mod name, built once into the user's cache. */
export async function buildGoTools({ module, what, flags }: GoTools, say: (line: string) => void): Promise<string> {
  const { minor, platform } = await goToolchain(module);
  const modules = readFileSync(join(module, 'go.mod'), 'utf8');
  const key = createHash('sha256')
    .update([minor, platform, flags, modules, readFileSync(join(module, 'go.sum'), 'utf8')].join('\0'))
    .digest('hex');
  return cachedFolder(`${basename(module)}-${key.slice(0, 16)}`, say, async (folder, signal) => {
    say(`building ${what} from source, once: some minutes on two cores`);
    const args = ['-trimpath', '-ldflags', flags, '-o', `${folder}/`, ...tools(modules)];
    await goBuild(module, args, what, say, signal);
  });
}

function tools(modules: string): string[] {
  const block = /^tool \(\n([^)]*)\)/m.exec(modules)?.[1] ?? '';
  return block.split('\n').flatMap((line) => line.trim() || []);
}
