import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Architecture } from './architecture.ts';
import { downloadDebianPackages } from './debian-packages.ts';
import { docker } from './docker.ts';

/** What Node.js is linked with; its certificate authorities it brings along. */
const RUNTIME = ['libc6', 'libgcc-s1', 'libstdc++6'];
/** What the Dockerfile's build stage calls. */
const APPLETS = ['sh', 'chmod', 'cp', 'find', 'mkdir', 'mv', 'touch', 'uname'];
const USERS = 'root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n';
const GROUPS = 'root:x:0:\nnonroot:x:65532:\n';

/**
 * Makes the base image `name` of Debian's packages, as distroless does: unpacked, none of their scripts run. `withShell` is
 * for the build stage. The same packages give the same layer.
 */
export function debianBase(name: string, architecture: Architecture, withShell: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), 'raftcluster-operator-base-'));
  try {
    const root = join(folder, 'root');
    for (const part of ['etc', 'bin', 'var/lib/dpkg/status.d']) mkdirSync(join(root, part), { recursive: true });
    downloadDebianPackages(folder, architecture, [...RUNTIME, ...(withShell ? ['busybox-static'] : [])]);
    for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.deb'))) unpack(join(folder, file), root);
    if (withShell) for (const applet of APPLETS) symlinkSync('busybox', join(root, 'bin', applet));
    writeFileSync(join(root, 'etc/passwd'), USERS);
    writeFileSync(join(root, 'etc/group'), GROUPS);
    const layer = join(folder, 'layer.tar');
    run('tar', [
      '-C',
      root,
      '--sort=name',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--mtime=@0',
      '-cf',
      layer,
      '.',
    ]);
    docker('import', '--platform', `linux/${architecture}`, layer, name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Its files without the documentation, but with its licence, and its description where scanners look for it. */
function unpack(archive: string, root: string): void {
  run('dpkg-deb', ['--extract', archive, root]);
  const name = run('dpkg-deb', ['--field', archive, 'Package']).trim();
  writeFileSync(join(root, 'var/lib/dpkg/status.d', name), run('dpkg-deb', ['--field', archive]));
  const share = join(root, 'usr/share');
  for (const entry of readdirSync(share).filter((part) => part !== 'doc'))
    rmSync(join(share, entry), { recursive: true });
  chmodSync(root, 0o755);
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
