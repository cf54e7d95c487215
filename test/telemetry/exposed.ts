import { text as allOf } from 'node:stream/consumers';

import type { Sampled } from '../../src/ports/metrics.ts';
import type { MetricRegistry } from '../../src/telemetry/metric-registry.ts';

/** All that a registry exposes, as one text. */
export async function exposed(registry: MetricRegistry, sampled: Sampled = {}): Promise<string> {
  return allOf(registry.expose(sampled));
}

/** The series in Prometheus' text, by name and labels as they stand there. */
export function seriesIn(text: string): Readonly<Record<string, number>> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1).replace('Inf', 'Infinity'))];
    }),
  );
}
