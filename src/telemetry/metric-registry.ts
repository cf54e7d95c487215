import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { Metrics, Sample } from '../ports/metrics.ts';
import { metricCatalogue } from './metric-catalogue.ts';

/** Seconds: from an answer in memory to a removal that runs into its longest timeout. */
const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** What was counted and measured so far, and, when somebody asks, what is so at present. */
export class MetricRegistry implements Metrics {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #gauges = new Map<string, Gauge>();
  readonly #histograms = new Map<string, Histogram>();

  constructor() {
    for (const [name, { kind, labels, help }] of Object.entries(metricCatalogue)) {
      const options = { name, help, labelNames: labels, registers: [this.#registry] };
      if (kind === 'counter') this.#counters.set(name, new Counter(options));
      if (kind === 'gauge') this.#gauges.set(name, new Gauge(options));
      if (kind === 'histogram') this.#histograms.set(name, new Histogram({ ...options, buckets }));
    }
  }

  count(name: string, labels: Readonly<Record<string, string>>): void {
    this.#counters.get(name)?.inc(labels);
  }

  time(name: string, labels: Readonly<Record<string, string>>, duration: number): void {
    this.#histograms.get(name)?.observe(labels, duration / 1000);
  }

  /** Forgets what was counted of a RaftCluster that is gone. */
  forget(namespace: string, name: string): void {
    for (const result of ['Removed', 'NotRemoved']) {
      this.#counters.get('raftcluster_removals_total')?.remove({ namespace, name, result });
    }
  }

  /** Text format 0.0.4. Gauges are exactly `samples`: what is no longer so has no series. */
  async expose(samples: readonly Sample[]): Promise<string> {
    for (const gauge of this.#gauges.values()) gauge.reset();
    for (const { name, labels, value } of samples) this.#gauges.get(name)?.set(labels, value);
    return this.#registry.metrics();
  }
}
