import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MADE = join(import.meta.dirname, '..', '..', '..', 'dist', 'image.tar');

/** The archive of the operator's image: the one that `make image` wrote, or another that OPERATOR_IMAGE names. */
export function operatorImage(): string {
  const path = process.env['OPERATOR_IMAGE'] || MADE;
  if (!existsSync(path)) throw new Error(`${path} is missing: \`make image\` makes the operator's image`);
  return path;
}
