import type { Deletion } from './deletions.ts';
import type { Timing } from './timings.ts';

/** What a scenario leaves for the summary. */
export interface SceneResult {
  readonly title: string;
  readonly seconds: number;
  readonly deletions: readonly Deletion[];
  readonly unexpected: number;
  readonly timings: readonly Timing[];
}

/** What a run found, as a table for people; the last line is JSON for machines. */
export function summarize(results: readonly SceneResult[]): string {
  const rows = results.map(({ title, seconds, deletions, unexpected }) => [
    title,
    seconds.toFixed(0),
    String(deletions.length),
    String(unexpected),
  ]);
  const timings = results.flatMap((result) =>
    result.timings.map((timing) => ({ ...timing, where: `${result.title}: ${timing.member}` })),
  );
  const figures = { toSendMs: spread(timings, 'toSend'), toProofMs: spread(timings, 'toProof') };
  const deletes = results.reduce((sum, { deletions }) => sum + deletions.length, 0);
  const unexpected = results.reduce((sum, result) => sum + result.unexpected, 0);
  return [
    ...aligned([['scenario', 'seconds', 'DELETEs', 'unexpected'], ...rows]),
    '',
    `may be sent → received by the store: ${inWords(figures.toSendMs)}`,
    `received by the store → proven:      ${inWords(figures.toProofMs)}`,
    JSON.stringify({ scenarios: results.length, deletes, unexpected, ...figures }),
  ].join('\n');
}

interface Spread {
  readonly count: number;
  readonly median: number;
  readonly worst: number;
  readonly worstOf: string;
}

function spread(timings: readonly (Timing & { readonly where: string })[], which: 'toSend' | 'toProof'): Spread {
  const known = timings.flatMap(({ where, [which]: value }) => (value === undefined ? [] : [{ where, value }]));
  const sorted = known.toSorted((a, b) => a.value - b.value);
  const [median, worst] = [sorted[sorted.length >> 1], sorted.at(-1)];
  return {
    count: sorted.length,
    median: Math.round(median?.value ?? 0),
    worst: Math.round(worst?.value ?? 0),
    worstOf: worst?.where ?? '',
  };
}

function inWords({ count, median, worst, worstOf }: Spread): string {
  return `median ${median} ms, worst ${worst} ms (${worstOf}) over ${count} removals`;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(...rows.map(([title = '']) => title.length));
  return rows.map(
    ([title = '', ...numbers]) => `${title.padEnd(width)} ${numbers.map((number) => number.padStart(11)).join('')}`,
  );
}
