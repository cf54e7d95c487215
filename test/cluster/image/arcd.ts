import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ARCD_IMAGE } from '../../testbed/arc-cluster.ts';
import { imageArchive } from './archive.ts';

/** What is called by its name in the pods' entry points and hooks. */
const APPLETS = ['sh', 'test', 'killall'];

/** The archive of the store's image: `arcd`, which needs nothing, and a shell. */
export function arcdImage(folder: string, arcd: string, busybox: string): string {
  withBusybox(folder, busybox, APPLETS);
  copyFileSync(arcd, join(folder, 'bin', 'arcd'));
  return imageArchive(folder, ARCD_IMAGE, { Entrypoint: ['/bin/arcd'], Env: ['PATH=/bin'] });
}

/** The archive of the image that holds a pod's namespaces. */
export function pauseImage(folder: string, name: string, busybox: string): string {
  withBusybox(folder, busybox, ['sleep']);
  return imageArchive(folder, name, { Entrypoint: ['/bin/sleep', 'infinity'], Env: ['PATH=/bin'] });
}

function withBusybox(folder: string, busybox: string, applets: readonly string[]): void {
  for (const part of ['bin', 'tmp']) mkdirSync(join(folder, part), { recursive: true });
  copyFileSync(busybox, join(folder, 'bin', 'busybox'));
  for (const applet of applets) symlinkSync('busybox', join(folder, 'bin', applet));
}
