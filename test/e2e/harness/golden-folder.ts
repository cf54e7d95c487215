import { fileURLToPath } from 'node:url';

/** Where the pictures of the process bed are. */
export const goldenFolder = fileURLToPath(new URL('../golden', import.meta.url));
