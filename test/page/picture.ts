/** `node test/page/picture.ts`: draws docs/pictures/status-page.png, of a scale-down that settles. */
import { writeFileSync } from 'node:fs';

import { statusPage } from '../../src/page/status-page.ts';
import { ReadOnlyServer } from '../../src/telemetry/read-only-server.ts';
import { startChromium } from './chromium.ts';
import { gallery, sourceOf } from './gallery.ts';

const file = 'docs/pictures/status-page.png';
/** Of a file that everyone who clones the repository gets. Bytes. */
const most = 60_000;

const browser = await startChromium();
if (typeof browser === 'string') throw new Error(browser);
const states = await gallery();
const settling = states.get('settling');
if (settling === undefined) throw new Error('no state settles');
const cluster = { ...settling, metadata: { ...settling.metadata, namespace: 'shop', name: 'arc' } };
const server = new ReadOnlyServer(statusPage(sourceOf([cluster])), console.error);
try {
  const port = await server.listen({ host: '127.0.0.1', port: 0 });
  const page = await browser.newPage({ viewport: { width: 680, height: 450 }, colorScheme: 'light' });
  await page.goto(`http://127.0.0.1:${port}/shop/arc`);
  const picture = await page.screenshot();
  if (picture.length > most) throw new Error(`the picture has ${picture.length} bytes`);
  writeFileSync(file, picture);
  console.log(`${file}: ${picture.length} bytes`);
} finally {
  server.close();
  await browser.close();
}
