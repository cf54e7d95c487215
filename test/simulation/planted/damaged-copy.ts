import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { damage } from './defect.ts';
import type { Edit } from './defect.ts';

export const root = new URL('../../../', import.meta.url).pathname;
/** What the searches run, and what that imports. */
const parts = ['src', 'test/simulation', 'package.json'];

/** The program and its searches in a folder of their own, with one defect. */
export class DamagedCopy {
  static readonly #open = new Set<DamagedCopy>();
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
    DamagedCopy.#open.add(this);
  }

  /** Throws when a defect is stale. */
  static async create(edits: readonly Edit[]): Promise<DamagedCopy> {
    const copy = new DamagedCopy(await mkdtemp(join(tmpdir(), 'planted-')));
    try {
      for (const part of parts) await cp(join(root, part), join(copy.folder, part), { recursive: true });
      await symlink(join(root, 'node_modules'), join(copy.folder, 'node_modules'));
      for (const edit of edits) {
        const file = join(copy.folder, edit.file);
        await writeFile(file, damage(await readFile(file, 'utf8'), edit));
      }
      return copy;
    } catch (error) {
      copy.remove();
      throw error;
    }
  }

  /** All that are left, at once: for a program that is interrupted. */
  static removeAll(): void {
    for (const copy of DamagedCopy.#open) copy.remove();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    DamagedCopy.#open.delete(this);
  }
}
