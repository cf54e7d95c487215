import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Architecture } from './architecture.ts';

/** Docker's classic builder calls every image one of its own machine: says in the archive what is really in it. */
export function markArchitecture(archive: string, architecture: Architecture): void {
  const folder = mkdtempSync(join(tmpdir(), 'raftcluster-operator-archive-'));
  try {
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as readonly {
      readonly Config: string;
    }[];
    for (const { Config } of manifest) {
      const file = join(folder, Config);
      writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), architecture }));
    }
    execFileSync('tar', ['-cf', archive, '-C', folder, '.']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
