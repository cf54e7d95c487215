import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const isRoot = process.getuid?.() === 0;

/** A browser of this machine, installed first where that can be done; else a sentence about why there is none. */
export async function startChromium(): Promise<Browser | string> {
  const executablePath = installed() ?? (install() ? installed() : undefined);
  if (executablePath === undefined)
    return 'no Chromium is here, and only root can install the package chromium with apt-get';
  // Chromium's own sandbox refuses to run as root; it only ever loads the page under test.
  return chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function install(): boolean {
  if (!isRoot) return false;
  console.log('installing the package chromium');
  const aptGet = (...args: readonly string[]): boolean => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  const packages = ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
  return aptGet(...packages) || (aptGet('update') && aptGet(...packages));
}
