import { Counter, Histogram, Registry } from 'prom-client';

import type { Metrics, Sampled } from '../ports/metrics.ts';
import { metricCatalogue } from './metric-catalogue.ts';
import type { Series } from './metric-catalogue.ts';
import { sampledText } from './sampled-text.ts';

/** Seconds: from an answer in memory to a removal that runs into its longest timeout. */
const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** What was counted and measured so far, and, when somebody asks, what is so at present. */
export class MetricRegistry implements Metrics {
  readonly #registry = new Registry();
  readonly #counted = new Map<string, Counter>();
  readonly #timed = new Map<string, Histogram>();

  constructor() {
    for (const [name, { kind, labels, help, isSampled, series }] of Object.entries(metricCatalogue)) {
      if (isSampled) continue;
      const options = { name, help, labelNames: labels, registers: [this.#registry] };
      if (kind === 'histogram') this.#timed.set(name, new Histogram({ ...options, buckets }));
      else this.#counted.set(name, new Counter(options));
      for (const known of series) {
        this.#counted.get(name)?.inc(known, 0);
        this.#timed.get(name)?.zero(known);
      }
    }
  }

  count(name: string, series: Series): void {
    this.#counted.get(name)?.inc(series);
  }

  time(name: string, series: Series, duration: number): void {
    this.#timed.get(name)?.observe(series, duration / 1000);
  }

  /**
   * Text format 0.0.4, piece by piece: with thousands of RaftClusters it is megabytes, made only as fast as somebody takes it.
   * What is sampled is what is so at that moment: what is no longer so has no series.
   */
  async *expose(sampled: Sampled): AsyncGenerator<string, void> {
    for (const [name, metric] of Object.entries(metricCatalogue)) {
      if (metric.isSampled) yield* sampledText(name, metric, sampled[name]?.() ?? []);
      else yield `${await this.#registry.getSingleMetricAsString(name)}\n`;
    }
  }
}
