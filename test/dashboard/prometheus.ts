import { mkdirSync } from 'node:fs';

import { stringify } from 'yaml';

import type { Bed } from '../testbed/bed.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { ruleGroups } from '../alerts/alert-rules.ts';

/** A replica of the operator, as its PodMonitor would find it. */
export interface Target {
  readonly pod: string;
  readonly address: string;
}

export interface Sampled {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the epoch, and what was so then. */
  readonly points: readonly (readonly [time: number, value: number])[];
}

interface Answer<T> {
  readonly status: string;
  readonly error?: string;
  readonly data: T;
}

/** Seconds between two samples: the story is short. */
export const interval = 1;

/** A Prometheus of the bed's, with our alerts, that scrapes these replicas. */
export class Prometheus {
  readonly #url: string;

  private constructor(url: string) {
    this.#url = url;
  }

  static async start(bed: Bed, program: string, targets: readonly Target[]): Promise<Prometheus> {
    const folder = bed.run.folder('prometheus');
    mkdirSync(folder, { recursive: true });
    const rules = bed.run.file('prometheus/rules.yaml', stringify({ groups: ruleGroups() }));
    const config = bed.run.file('prometheus/prometheus.yaml', stringify(configuration(rules, targets)));
    const address = `${new URL(bed.controlPlane.access.server).hostname}:9090`;
    const args = { 'config.file': config, 'storage.tsdb.path': `${folder}/data`, 'web.listen-address': address };
    const log = bed.run.file('prometheus/prometheus.log');
    const child = bed.processes.start({
      name: 'prometheus',
      file: program,
      args: Object.entries(args).map(([flag, value]) => `--${flag}=${value}`),
      log,
    });
    bed.onStop(() => child.stop(5_000).then(() => undefined));
    const prometheus = new Prometheus(`http://${address}`);
    await waitUntil('Prometheus to scrape every replica', { timeout: 60_000 }, async () => {
      if (child.over) throw new Error(child.lastWords());
      const up = await prometheus.at('sum(up)', Date.now() / 1000).catch(() => []);
      return up[0]?.points[0]?.[1] === targets.length;
    });
    return prometheus;
  }

  /** From `start` to `end`, seconds since the epoch. */
  async over(expr: string, start: number, end: number): Promise<readonly Sampled[]> {
    const asked = { query: expr, start: String(start), end: String(end), step: String(interval) };
    const { result } = await this.#ask<{ readonly result: readonly Matrix[] }>('query_range', asked);
    return result.map(({ metric, values }) => ({
      labels: metric,
      points: values.map(([time, value]) => [time, Number(value)] as const),
    }));
  }

  async at(expr: string, time: number): Promise<readonly Sampled[]> {
    const { result } = await this.#ask<{ readonly result: readonly Vector[] }>('query', {
      query: expr,
      time: String(time),
    });
    return result.map(({ metric, value: [when, value] }) => ({ labels: metric, points: [[when, Number(value)]] }));
  }

  /** How the rules do: `ok`, or what Prometheus could not evaluate. */
  async ruleHealth(): Promise<
    readonly { readonly name: string; readonly health: string; readonly lastError?: string }[]
  > {
    const { groups } = await this.#ask<{
      readonly groups: readonly {
        readonly rules: readonly { readonly name: string; readonly health: string; readonly lastError?: string }[];
      }[];
    }>('rules', {});
    return groups.flatMap(({ rules }) => rules);
  }

  async #ask<T>(endpoint: string, parameters: Readonly<Record<string, string>>): Promise<T> {
    const response = await fetch(`${this.#url}/api/v1/${endpoint}?${new URLSearchParams(parameters).toString()}`);
    const { status, error, data } = (await response.json()) as Answer<T>;
    if (status !== 'success') throw new Error(`${parameters['query']}: ${error}`);
    return data;
  }
}

interface Matrix {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

interface Vector {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

function configuration(rules: string, targets: readonly Target[]) {
  return {
    global: { scrape_interval: `${interval}s`, evaluation_interval: '5s' },
    rule_files: [rules],
    scrape_configs: [
      {
        job_name: 'raftcluster-operator',
        honor_labels: true,
        static_configs: targets.map(({ pod, address }) => ({
          targets: [address],
          labels: { namespace: 'raftcluster-system', pod },
        })),
      },
    ],
  };
}
