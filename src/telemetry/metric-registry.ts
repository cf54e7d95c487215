import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { Metrics, Sample } from '../ports/metrics.ts';
import { metricCatalogue } from './metric-catalogue.ts';
import type { Series } from './metric-catalogue.ts';

/** Seconds: from an answer in memory to a removal that runs into its longest timeout. */
const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** What was counted and measured so far, and, when somebody asks, what is so at present. */
export class MetricRegistry implements Metrics {
  readonly #registry = new Registry();
  readonly #counted = new Map<string, Counter>();
  readonly #timed = new Map<string, Histogram>();
  readonly #sampled = new Map<string, Counter | Gauge>();

  constructor() {
    for (const [name, { kind, labels, help, isSampled, series }] of Object.entries(metricCatalogue)) {
      const options = { name, help, labelNames: labels, registers: [this.#registry] };
      if (kind === 'histogram') this.#timed.set(name, new Histogram({ ...options, buckets }));
      else if (isSampled) this.#sampled.set(name, kind === 'counter' ? new Counter(options) : new Gauge(options));
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

  /** Text format 0.0.4. What is sampled is exactly `samples`: what is no longer so has no series. */
  async expose(samples: readonly Sample[]): Promise<string> {
    for (const metric of this.#sampled.values()) metric.reset();
    for (const { name, labels, value } of samples) this.#sampled.get(name)?.inc(labels, value);
    return this.#registry.metrics();
  }
}
