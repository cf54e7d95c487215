import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../machine/shell.ts';

/** What an image runs, in the words of its configuration. */
export interface ImageSettings {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
}

/**
 * Writes `<folder>.tar`, an archive as `docker save` makes them, of an image with one layer: what is in `folder`. Anything
 * that knows images can load it.
 */
export function imageArchive(folder: string, name: string, config: ImageSettings): string {
  const aside = `${folder}.image`;
  run('mkdir', '-p', aside);
  run(
    'tar',
    '--create',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '-f',
    join(aside, 'layer.tar'),
    '-C',
    folder,
    '.',
  );
  const layer = createHash('sha256')
    .update(readFileSync(join(aside, 'layer.tar')))
    .digest('hex');
  const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch;
  const rootfs = { type: 'layers', diff_ids: [`sha256:${layer}`] };
  writeFileSync(join(aside, 'config.json'), JSON.stringify({ architecture, os: 'linux', config, rootfs }));
  const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }];
  writeFileSync(join(aside, 'manifest.json'), JSON.stringify(manifest));
  run('tar', '--create', '-f', `${folder}.tar`, '-C', aside, 'manifest.json', 'config.json', 'layer.tar');
  rmSync(aside, { recursive: true });
  return `${folder}.tar`;
}
