import { spansOf, wrapped } from './printed-line.ts';
import type { PrintedLine, Span } from './printed-line.ts';

const COLUMNS = 104;
const ROWS = 36;
/** Pixels. */
const LINE = 19;
const FONT = 13;
const CHARACTER = 7.83;
const MARGIN = 18;
const BAR = 30;
/** Seconds: no pause is longer, each row takes a moment to appear and another to read, and the end stays a while. */
const LONGEST = 1.6;
const A_ROW = 0.05;
const TO_READ = 0.1;
const AT_THE_END = 5;

interface Frame {
  /** Seconds. */
  readonly at: number;
  /** How many rows have been printed by then. */
  readonly rows: number;
}

/**
 * A terminal in which the lines appear as they were printed, at their pace but without the long waits, over and over. Where
 * pictures do not move, it shows the screen on which `still` was first printed.
 */
export function terminalSvg(title: string, lines: readonly PrintedLine[], still: RegExp): string {
  const printed = lines.map((line) => ({ ...line, rows: wrapped(spansOf(line.text), COLUMNS) }));
  const rows = printed.flatMap(({ rows: of }) => of);
  const frames = framesOf(printed.map(({ at, rows: of }) => ({ at, count: of.length })));
  const lasts = (frames.at(-1)?.at ?? 0) + AT_THE_END;
  const shift = (count: number): number => (ROWS - count) * LINE;
  const stillRow = rows.findIndex((row) => still.test(row.map(({ text }) => text).join('')));
  if (stillRow === -1) throw new Error(`no line is like ${still}`);
  const width = Math.ceil(COLUMNS * CHARACTER + 2 * MARGIN);
  const height = BAR + ROWS * LINE + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<style>
text{font:${FONT}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dde4;white-space:pre}
.bold{font-weight:700;fill:#fff}.dim{fill:#8b949e}.cyan{fill:#6cc7f0}.green{fill:#5fd38a}.red{fill:#ff7b72}
#lines{transform:translateY(${shift(stillRow + 2)}px)}
@media not (prefers-reduced-motion){#lines{animation:print ${seconds(lasts)}s step-end infinite}}
@keyframes print{${frames.map(({ at, rows: count }) => `${((at / lasts) * 100).toFixed(2)}%{transform:translateY(${shift(count)}px)}`).join('')}}
</style>
<clipPath id="screen"><rect x="0" y="${BAR}" width="${width}" height="${ROWS * LINE}"/></clipPath>
<rect width="${width}" height="${height}" rx="9" fill="#10161d"/>
<g fill="#3a4450"><circle cx="18" cy="15" r="5"/><circle cx="36" cy="15" r="5"/><circle cx="54" cy="15" r="5"/></g>
<text x="${width / 2}" y="19" text-anchor="middle" class="dim">${escaped(title)}</text>
<g clip-path="url(#screen)"><g id="lines">
${rows.map((row, index) => (row.length === 0 ? '' : `<text x="${MARGIN}" y="${BAR + (index + 1) * LINE - 5}">${row.map(tspan).join('')}</text>\n`)).join('')}</g></g>
</svg>
`;
}

/** When how many rows are on the screen. */
function framesOf(lines: readonly { readonly at: number; readonly count: number }[]): readonly Frame[] {
  const frames: Frame[] = [{ at: 0, rows: 0 }];
  let [time, rows, before, unread] = [0, 0, 0, 0];
  for (const { at, count } of lines) {
    const pause = (at - before) / 1000;
    if (pause > 0.03) {
      time += Math.min(LONGEST, Math.max(pause, unread * TO_READ));
      unread = 0;
    }
    time += A_ROW;
    [rows, before, unread] = [rows + count, at, unread + count];
    frames.push({ at: time, rows });
  }
  return frames;
}

function tspan({ text, style }: Span): string {
  return style === '' ? escaped(text) : `<tspan class="${style}">${escaped(text)}</tspan>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function seconds(value: number): string {
  return value.toFixed(1);
}
