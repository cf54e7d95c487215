import type { Sample } from '../ports/metrics.ts';
import type { Metric } from './metric-catalogue.ts';

/** So many lines are made in one turn of the event loop: well below a millisecond. */
const linesAtOnce = 200;

/** One metric in text format 0.0.4, piece by piece. */
export function* sampledText(
  name: string,
  { kind, help }: Pick<Metric, 'kind' | 'help'>,
  samples: Iterable<Sample>,
): Generator<string, void> {
  let lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`];
  for (const sample of samples) {
    lines.push(line(name, sample));
    if (lines.length < linesAtOnce) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

function line(name: string, { labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value === Infinity ? '+Inf' : value}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}
