import { expect, test } from '@jest/globals';

import { metricCatalogue } from '../../src/telemetry/metric-catalogue.ts';
import { MetricRegistry } from '../../src/telemetry/metric-registry.ts';
import { exposed, seriesIn } from './exposed.ts';

const arc = { namespace: 'store', name: 'arc' };
const one = (labels: Readonly<Record<string, string>>, value: number) => () => [{ labels, value }];

test('serves every metric of the catalogue, with its meaning', async () => {
  const text = await exposed(new MetricRegistry());
  for (const [name, { kind, help }] of Object.entries(metricCatalogue)) {
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`);
  }
  expect(text.match(/^# TYPE/gm)).toHaveLength(Object.keys(metricCatalogue).length);
});

test('counts, and measures in seconds', async () => {
  const registry = new MetricRegistry();
  registry.count('rest_client_requests_total', { code: '<error>', method: 'GET', host: '10.0.0.1:443' });
  registry.time('controller_runtime_reconcile_time_seconds', { controller: 'raftcluster' }, 1500);
  expect(seriesIn(await exposed(registry))).toMatchObject({
    'rest_client_requests_total{code="<error>",method="GET",host="10.0.0.1:443"}': 1,
    'controller_runtime_reconcile_time_seconds_sum{controller="raftcluster"}': 1.5,
    'controller_runtime_reconcile_time_seconds_bucket{le="1",controller="raftcluster"}': 0,
    'controller_runtime_reconcile_time_seconds_bucket{le="2.5",controller="raftcluster"}': 1,
  });
});

test('what is counted in few ways is there from the start, so that the first time is an increase', async () => {
  const series = seriesIn(await exposed(new MetricRegistry()));
  const reconciles = Object.entries(series).filter(([name]) => name.startsWith('controller_runtime_reconcile_total'));
  expect(Object.fromEntries(reconciles)).toEqual({
    'controller_runtime_reconcile_total{controller="raftcluster",result="success"}': 0,
    'controller_runtime_reconcile_total{controller="raftcluster",result="requeue"}': 0,
    'controller_runtime_reconcile_total{controller="raftcluster",result="requeue_after"}': 0,
    'controller_runtime_reconcile_total{controller="raftcluster",result="error"}': 0,
  });
  expect(series).toMatchObject({
    'controller_runtime_reconcile_errors_total{controller="raftcluster"}': 0,
    'controller_runtime_reconcile_panics_total{controller="raftcluster"}': 0,
    'workqueue_adds_total{name="raftcluster",controller="raftcluster"}': 0,
    'workqueue_retries_total{name="raftcluster",controller="raftcluster"}': 0,
  });
});

test('requests to remove are there from the start, by the answers that matter', async () => {
  const series = Object.entries(seriesIn(await exposed(new MetricRegistry())));
  const name = 'raftcluster_admin_request_duration_seconds_count';
  const labels = (result: string): string => `{store="Arc",operation="remove",result="${result}"}`;
  expect(Object.fromEntries(series.filter(([key]) => key.startsWith(name)))).toEqual({
    [name + labels('removed')]: 0,
    [name + labels('rejected')]: 0,
    [name + labels('unknown')]: 0,
  });
});

test('what is sampled is what is so at the moment: nothing adds up, and what is over has no series', async () => {
  const registry = new MetricRegistry();
  const sampled = {
    raftcluster_voters: one(arc, 5),
    raftcluster_removals_total: one({ ...arc, result: 'Removed' }, 2),
  };
  for (const _ of [1, 2]) {
    expect(seriesIn(await exposed(registry, sampled))).toMatchObject({
      'raftcluster_voters{namespace="store",name="arc"}': 5,
      'raftcluster_removals_total{namespace="store",name="arc",result="Removed"}': 2,
    });
  }
  const text = await exposed(registry);
  expect(text).not.toMatch(/^raftcluster_(voters|removals_total)\{/m);
});

test('a watch that never was heard is infinitely stale', async () => {
  const sampled = { raftcluster_watch_staleness_seconds: one({ resource: 'pods' }, Infinity) };
  expect(await exposed(new MetricRegistry(), sampled)).toMatch(/^raftcluster_watch_staleness_seconds\{.*\} \+Inf$/m);
});

test('what a label holds cannot break out of it', async () => {
  const sampled = { raftcluster_voters: one({ ...arc, name: 'a"} 1\n\\' }, 5) };
  expect(await exposed(new MetricRegistry(), sampled)).toContain(
    String.raw`raftcluster_voters{namespace="store",name="a\"} 1\n\\"} 5` + '\n',
  );
});

test('of thousands of RaftClusters a little is made at a time, and no more than is taken', async () => {
  let made = 0;
  const raftcluster_voters = function* () {
    for (; made < 5000; made++) yield { labels: { ...arc, name: `arc-${made}` }, value: 5 };
  };
  const pieces: number[] = [];
  for await (const piece of new MetricRegistry().expose({ raftcluster_voters })) {
    if (!piece.includes('raftcluster_voters{')) continue;
    pieces.push(piece.length);
    expect(made).toBeLessThanOrEqual(pieces.length * 200);
  }
  expect(pieces).toHaveLength(26);
  expect(Math.max(...pieces)).toBeLessThan(16_000);
});

test('labels are of few kinds, none of which is a member, a pod or a person’s words', () => {
  const labels = new Set(Object.values(metricCatalogue).flatMap((metric) => metric.labels));
  expect([...labels].toSorted()).toEqual([
    'code',
    'controller',
    'host',
    'method',
    'name',
    'namespace',
    'operation',
    'reason',
    'resource',
    'result',
    'store',
    'verdict',
  ]);
});
