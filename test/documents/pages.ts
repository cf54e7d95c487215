import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A fenced block of a page. */
export interface Block {
  /** `docs/tutorial.md` */
  readonly page: string;
  /** The heading above it. */
  readonly section: string;
  readonly language: string;
  readonly text: string;
}

/** What a user reads: the front page and everything in docs/. */
export function pages(): readonly string[] {
  return ['README.md', 'SECURITY.md', ...globSync('docs/**/*.md', { cwd: ROOT })].toSorted();
}

export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let section = '';
  // Those in lists are indented.
  const parts = /^#+ (?<heading>[^\n]+)$|^(?<indent> *)```(?<language>\w*)\n(?<text>.*?)^\k<indent>```$/gms;
  for (const { groups } of readFileSync(join(ROOT, page), 'utf8').matchAll(parts)) {
    section = groups?.['heading'] ?? section;
    if (groups?.['text'] !== undefined) {
      const text = groups['text'].replaceAll(new RegExp(`^${groups['indent'] ?? ''}`, 'gm'), '');
      blocks.push({ page, section, language: groups['language'] ?? '', text });
    }
  }
  return blocks;
}
