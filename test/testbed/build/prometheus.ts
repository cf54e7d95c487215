import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { hostArchitecture } from '../../../scripts/image/architecture.ts';
import { downloadDebianPackages } from '../../../scripts/image/debian-packages.ts';
import { cachedFolder } from './cached-folder.ts';

/** Paths of the programs. */
export interface Prometheus {
  readonly prometheus: string;
  readonly promtool: string;
}

/**
 * Those of the PATH, else those of Debian's package, unpacked once into the user's cache: nothing is installed and no service
 * starts. Where neither is to be had, why: a caller says so and counts what it skips.
 */
export async function prometheusPrograms(
  say: (line: string) => void,
): Promise<Prometheus | { readonly missing: string }> {
  const [prometheus, promtool] = [onPath('prometheus'), onPath('promtool')];
  if (prometheus !== undefined && promtool !== undefined) return { prometheus, promtool };
  if (onPath('apt-get') === undefined || onPath('dpkg-deb') === undefined) {
    return { missing: 'prometheus and promtool are not on the PATH, and there is no apt-get to download them' };
  }
  try {
    const folder = await cachedFolder(`prometheus-${release()}-${process.arch}`, say, async (aside) => {
      say('downloading Debian’s package prometheus');
      unpack(aside);
    });
    return { prometheus: join(folder, 'prometheus'), promtool: join(folder, 'promtool') };
  } catch (error) {
    return { missing: `prometheus and promtool are not on the PATH, and cannot be downloaded: ${complaint(error)}` };
  }
}

/** They need nothing of the package but themselves: the rest is for the web pages and the service. */
function unpack(folder: string): void {
  const parts = join(folder, 'parts');
  mkdirSync(parts);
  downloadDebianPackages(parts, hostArchitecture(), ['prometheus']);
  const archive = readdirSync(parts).find((name) => name.endsWith('.deb')) ?? '';
  execFileSync('dpkg-deb', ['--extract', join(parts, archive), parts]);
  for (const program of ['prometheus', 'promtool']) renameSync(join(parts, 'usr/bin', program), join(folder, program));
  rmSync(parts, { recursive: true });
}

/** What a program that failed wrote; the first line names what it could not do. */
function complaint(error: unknown): string {
  const { stderr, message } = error as { readonly stderr?: Buffer; readonly message: string };
  return /^E: .*/m.exec(String(stderr))?.[0] ?? message;
}

function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

/** `debian-12`: what the programs are linked for. */
function release(): string {
  const about = readFileSync('/etc/os-release', 'utf8');
  const field = (name: string): string => new RegExp(`^${name}="?([\\w.]*)`, 'm').exec(about)?.[1] ?? '';
  return `${field('ID')}-${field('VERSION_ID')}`;
}
