import type { Panel } from '../../../scripts/dashboard/panel.ts';
import type { Sampled } from '../prometheus.ts';
import { inUnit } from './scale.ts';
import { escaped, text } from './svg.ts';

const shades = { critical: '#d0312d', doubtful: '#d9780f' } as const;

/** The newest value of a panel, large, in the colour of what it means. */
export function number(
  { bad, unit }: Panel,
  value: number,
  { width, height }: { width: number; height: number },
): string {
  const isBad = bad !== undefined && (bad.from === undefined ? value <= (bad.upTo ?? 0) : value >= bad.from);
  return text(width / 2, height / 2 + 26, inUnit(value, unit), {
    anchor: 'middle',
    size: 40,
    weight: 600,
    colour: isBad ? shades[bad.how] : bad ? '#2e8b57' : '#30343b',
  });
}

/** A row for each RaftCluster, a column for each query. */
export function table({ queries }: Panel, answers: readonly (readonly Sampled[])[], width: number): string {
  const keys = new Map(answers.flat().map(({ labels }) => [key(labels), labels]));
  const headings = ['namespace', 'name', 'reason', ...queries.map(({ legend }) => legend)];
  const column = width / headings.length;
  const rows = [...keys]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, { namespace = '', name = '' }]) => {
      const found = answers.map((answer) => answer.find(({ labels }) => key(labels) === id));
      const reason = found.find((sampled) => sampled?.labels['reason'] !== undefined)?.labels['reason'] ?? '';
      return [
        namespace,
        name,
        reason,
        ...found.map((sampled, index) => shown(queries[index]?.legend, sampled?.points[0]?.[1])),
      ];
    });
  const line = (cells: readonly string[], index: number): string =>
    cells
      .map((cell, at) => text(16 + at * column, 56 + index * 26, escaped(cell), index === 0 ? { weight: 600 } : {}))
      .join('');
  return [headings, ...rows].map(line).join('\n');
}

function shown(heading: string | undefined, value: number | undefined): string {
  if (heading === 'Ready') return value === 1 ? 'yes' : 'no';
  return value === undefined ? '' : String(value);
}

function key({ namespace, name }: Sampled['labels']): string {
  return `${namespace}/${name}`;
}
