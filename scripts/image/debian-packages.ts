import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Architecture } from './architecture.ts';

/**
 * Puts the newest versions of Debian's packages into `folder`, as archives; installs nothing and needs no root. With lists of
 * its own: those of the machine may be empty or old, and are for one architecture.
 */
export function downloadDebianPackages(folder: string, architecture: Architecture, packages: readonly string[]): void {
  const lists = join(folder, 'lists');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  const options = [
    `APT::Architecture=${architecture}`,
    `APT::Architectures=${architecture}`,
    `Dir::State::Lists=${lists}`,
    'Dir::State::Status=/dev/null',
    'Dir::Cache::pkgcache=',
    'Dir::Cache::srcpkgcache=',
    'Acquire::Languages=none',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  for (const command of [['update'], ['download', ...packages]]) {
    execFileSync('apt-get', [...options, '-qq', ...command], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
