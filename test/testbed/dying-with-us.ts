import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The command line that runs a program so that the kernel kills it when we die, whatever we died of. `setpriv` replaces
 * itself by the program, so the process id stays the program's own. Where it is missing, the program runs as it is.
 */
export function dyingWithUs(file: string, args: readonly string[]): readonly [string, string[]] {
  if (SETPRIV === undefined) return [file, [...args]];
  return [SETPRIV, ['--pdeathsig', 'KILL', '--', file, ...args]];
}

const SETPRIV =
  process.platform === 'linux'
    ? (process.env['PATH'] ?? '')
        .split(delimiter)
        .map((folder) => join(folder, 'setpriv'))
        .find((path) => existsSync(path))
    : undefined;
