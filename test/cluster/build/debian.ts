import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** The path of a program of this machine; where it is missing, its Debian package is installed. */
export async function debianProgram(name: string, program: string, say: (line: string) => void): Promise<string> {
  const found = onPath(program);
  if (found !== undefined) return found;
  say(`installing Debian's ${name}`);
  try {
    await apt('install', '--yes', '--no-install-recommends', name).catch(async () => {
      await apt('update');
      await apt('install', '--yes', '--no-install-recommends', name);
    });
  } catch (error) {
    throw new Error(`${program} is missing, and apt-get cannot install it: install your system's package of ${name}`, {
      cause: error,
    });
  }
  const installed = onPath(program);
  if (installed === undefined) throw new Error(`Debian's ${name} brought no ${program}`);
  return installed;
}

async function apt(...args: readonly string[]): Promise<void> {
  await promisify(execFile)('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

function onPath(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/bin', '/bin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}
