/**
 * `node test/page/browser.check.ts`: the status page in a real Chromium, in every state, light, dark, narrow, on paper, with
 * and without JavaScript. `PICTURES=folder` keeps a picture of each page.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { BrowserContextOptions, Page } from 'playwright-core';

import { statusPage } from '../../src/page/status-page.ts';
import { ReadOnlyServer } from '../../src/telemetry/read-only-server.ts';
import { startChromium } from './chromium.ts';
import { defectsOf } from './defects.ts';
import { gallery, shownAt, sourceOf } from './gallery.ts';

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1000, height: 700 }, colorScheme: 'light' },
  dark: { viewport: { width: 1000, height: 700 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 640 }, colorScheme: 'light' },
  'narrow-dark': { viewport: { width: 320, height: 640 }, colorScheme: 'dark', javaScriptEnabled: false },
};
const pictures = process.env['PICTURES'];
const faults: unknown[] = [];
let now = shownAt;
let passed = 0;
let failed = 0;

const states = await gallery();
const source = sourceOf(states.values(), { now: () => now });
const server = new ReadOnlyServer(statusPage(source), (error) => void faults.push(error));
const none = new ReadOnlyServer(
  statusPage(sourceOf([], { isLeading: () => false })),
  (error) => void faults.push(error),
);
const port = await server.listen({ host: '127.0.0.1', port: 0 });
const nonePort = await none.listen({ host: '127.0.0.1', port: 0 });
const browser = await startChromium();
if (typeof browser === 'string') {
  console.log(`the status page in a browser is skipped: ${browser}\n\n0 passed, 0 failed, 1 not run`);
} else {
  try {
    await everyLook();
    await countsDown();
    await cannotBeFramed();
    await refusesToWrite();
  } finally {
    await browser.close();
  }
  report('no answer of the server failed', faults.map(String));
  console.log(`\n${passed} passed, ${failed} failed`);
}
server.close();
none.close();
process.exitCode = failed === 0 ? 0 : 1;

async function everyLook(): Promise<void> {
  const addresses: readonly (readonly [string, string])[] = [
    ['list', `http://127.0.0.1:${port}/?reload=off`],
    ['empty', `http://127.0.0.1:${nonePort}/?reload=off`],
    ...[...states.keys()].map((name) => [name, `http://127.0.0.1:${port}/arc/${name}?reload=off`] as const),
  ];
  for (const [look, options] of Object.entries(looks)) {
    const { page, close, troubles } = await open(options);
    for (const [name, address] of addresses) {
      await page.goto(address);
      const without = options.javaScriptEnabled === false;
      const shown = without ? await legible(page) : await defectsOf(page);
      report(`${name}, ${look}`, [...troubles.splice(0), ...shown]);
      if (pictures !== undefined) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `${name}-${look}.png`), fullPage: true });
      }
    }
    await close();
  }
  await onPaper(addresses);
}

/** Without JavaScript the page itself cannot be asked: that its style came, and all of its text. */
async function legible(page: Page): Promise<readonly string[]> {
  const heading = await page.locator('h1').boundingBox();
  const width = await page.locator('main').boundingBox();
  return [
    ...(heading === null ? ['it has no heading'] : []),
    ...((width?.width ?? 0) > 320 ? [`it is ${width?.width} px wide on a screen of 320`] : []),
  ];
}

async function onPaper(addresses: readonly (readonly [string, string])[]): Promise<void> {
  const { page, close, troubles } = await open({ colorScheme: 'dark', viewport: { width: 700, height: 900 } });
  await page.emulateMedia({ media: 'print' });
  for (const [name, address] of addresses.slice(0, 4)) {
    await page.goto(address);
    report(`${name}, on paper`, [...troubles.splice(0), ...(await defectsOf(page))]);
  }
  await close();
}

/** The browser loads the page again by itself, and time goes by on it. */
async function countsDown(): Promise<void> {
  const { page, close, troubles } = await open({});
  await page.goto(`http://127.0.0.1:${port}/arc/settling`);
  const before = await page.locator('.is', { hasText: 'settling, 9 s left' }).count();
  now = shownAt + 5000;
  const after = await page
    .locator('.is', { hasText: 'settling, 4 s left' })
    .waitFor({ timeout: 20_000 })
    .then(() => 1)
    .catch(() => 0);
  now = shownAt;
  report(
    'a countdown counts down by itself',
    before === 1 && after === 1 ? troubles : [`${before} before, ${after} after`],
  );
  await close();
}

async function cannotBeFramed(): Promise<void> {
  const { page, close } = await open({});
  await page.goto('about:blank');
  await page.setContent(`<iframe src="http://127.0.0.1:${port}/"></iframe>`);
  const [, frame] = page.frames();
  await frame?.waitForLoadState();
  const text = (await frame?.locator('body').textContent()) ?? '';
  report('another page cannot show it in a frame', text.includes('RaftClusters') ? ['it was shown'] : []);
  await close();
}

async function refusesToWrite(): Promise<void> {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const { status } = await fetch(`http://127.0.0.1:${port}/arc/healthy`, { method });
    report(`${method} is refused`, status === 405 ? [] : [`it was answered with ${status}`]);
  }
}

async function open(options: BrowserContextOptions) {
  if (browser === undefined || typeof browser === 'string') throw new Error('there is no browser');
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => void troubles.push(`the console says: ${message.text()}`));
  page.on('pageerror', (error) => void troubles.push(`a script failed: ${error.message}`));
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? {};
    // The next page was opened before the icon had come.
    if (errorText !== 'net::ERR_ABORTED') troubles.push(`${request.url()} could not be loaded: ${errorText}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`a script asks: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { port: to } = new URL(request.url());
    if (![port, nonePort].map(String).includes(to)) troubles.push(`it asked another origin for ${request.url()}`);
  });
  return { page, troubles, close: async () => context.close() };
}

function report(name: string, troubles: readonly string[]): void {
  if (troubles.length === 0) passed += 1;
  else failed += 1;
  if (troubles.length > 0) console.log(`FAILED ${name}: ${troubles.join('; ')}`);
}
