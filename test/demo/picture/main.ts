/** Plays the demo and draws what it prints, for the README: `make picture`. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dyingWithUs } from '../../testbed/dying-with-us.ts';
import type { PrintedLine } from './printed-line.ts';
import { terminalSvg } from './terminal-svg.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PICTURE = join(ROOT, 'docs', 'pictures', 'demo.svg');
/** The whole point, where the picture stands still. */
const PROVEN = /^ +\+[\d.]+ s +arc +True +3 +3 +1 .*Healthy/;

const lines: PrintedLine[] = [];
const [file, args] = dyingWithUs(process.execPath, [join(ROOT, 'test', 'demo', 'main.ts')]);
const demo = spawn(file, args, {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, FORCE_COLOR: '1' },
});
const began = performance.now();
createInterface(demo.stdout).on('line', (text) => lines.push({ at: performance.now() - began, text }));
demo.once('close', (code) => {
  if (code !== 0) {
    console.error(lines.map(({ text }) => text).join('\n'));
    process.exitCode = 1;
    return;
  }
  const svg = terminalSvg('make demo', lines, PROVEN);
  writeFileSync(PICTURE, svg);
  console.log(`docs/pictures/demo.svg: ${lines.length} lines, ${Math.ceil(svg.length / 1024)} KiB`);
});
