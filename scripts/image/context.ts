import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Architecture, cpuOf } from './architecture.ts';

/** Lays out in `dist/image` what a build with BUNDLE=context takes from there: the bundle, and Node.js for `architecture`. */
export function layContext(architecture: Architecture): void {
  rmSync('dist/image', { recursive: true, force: true });
  mkdirSync('dist/image', { recursive: true });
  for (const file of ['operator.js', 'operator.js.LEGAL.txt']) copyFileSync(`dist/${file}`, `dist/image/${file}`);
  const name = `node-linux-${cpuOf[architecture]}`;
  const installed = `node_modules/${name}/bin/node`;
  if (existsSync(installed)) copyFileSync(installed, 'dist/image/node');
  else fetchNode(name);
}

/** Of another architecture: npm installs only what runs on this one. */
function fetchNode(name: string): void {
  const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  const folder = mkdtempSync(join(tmpdir(), 'raftcluster-operator-node-'));
  try {
    const run = (command: string, ...args: readonly string[]) =>
      execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    const archive = run(
      'npm',
      'pack',
      '--silent',
      '--loglevel=error',
      '--pack-destination',
      folder,
      `${name}@${optionalDependencies[name]}`,
    );
    run('tar', '-xzf', join(folder, archive.trim()), '-C', folder, 'package/bin/node');
    copyFileSync(join(folder, 'package/bin/node'), 'dist/image/node');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
