import type { Line } from '../engine/trace.ts';

const lanes = ['people and troubles', 'Kubernetes', 'store', 'operator'] as const;
type Lane = (typeof lanes)[number];

const width = 44;

/** Who did what when, a column for each party, time going down. */
export function picture(lines: readonly Line[]): string {
  const head = `${'seconds'.padStart(10)}  ${lanes.map((lane) => lane.padEnd(width)).join(' ')}`.trimEnd();
  return [head, ...lines.flatMap(row)].join('\n');
}

function row({ at, who, what }: Line): readonly string[] {
  const lane = lanes.indexOf(laneOf(who));
  const text = laneOf(who) === 'people and troubles' ? what : `${who}: ${what}`;
  return wrapped(shortened(text)).map((piece, index) => {
    const time = index === 0 ? (at / 1000).toFixed(3) : '';
    return `${time.padStart(10)}  ${' '.repeat(lane * (width + 1))}${piece}`;
  });
}

function laneOf(who: string): Lane {
  if (who === 'user' || who === 'trouble' || who === 'calm' || who === 'oracle' || who === 'annotator')
    return 'people and troubles';
  if (who.startsWith('operator-')) return 'operator';
  return /controller|kubelet|scheduler|collector/.test(who) ? 'Kubernetes' : 'store';
}

/** Without the machine-readable part of a log line. */
function shortened(text: string): string {
  return text.replace(/ \{".*\}$/, '').replace(/(info|warn|error): /, '');
}

function wrapped(text: string): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
