import { expect, test } from '@jest/globals';

import { metricCatalogue } from '../../src/telemetry/metric-catalogue.ts';
import { MetricRegistry } from '../../src/telemetry/metric-registry.ts';
import { seriesIn } from './exposed.ts';

const arc = { namespace: 'store', name: 'arc' };
const voters = { name: 'raftcluster_voters', labels: arc, value: 5 };

test('serves every metric of the catalogue, with its meaning', async () => {
  const text = await new MetricRegistry().expose([]);
  for (const [name, { kind, help }] of Object.entries(metricCatalogue)) {
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`);
  }
  expect(text.match(/^# TYPE/gm)).toHaveLength(Object.keys(metricCatalogue).length);
});

test('counts, and measures in seconds', async () => {
  const registry = new MetricRegistry();
  registry.count('rest_client_requests_total', { code: '<error>', method: 'GET', host: '10.0.0.1:443' });
  registry.time('controller_runtime_reconcile_time_seconds', { controller: 'raftcluster' }, 1500);
  expect(seriesIn(await registry.expose([]))).toMatchObject({
    'rest_client_requests_total{code="<error>",method="GET",host="10.0.0.1:443"}': 1,
    'controller_runtime_reconcile_time_seconds_sum{controller="raftcluster"}': 1.5,
    'controller_runtime_reconcile_time_seconds_bucket{le="1",controller="raftcluster"}': 0,
    'controller_runtime_reconcile_time_seconds_bucket{le="2.5",controller="raftcluster"}': 1,
  });
});

test('what is counted in few ways is there from the start, so that the first time is an increase', async () => {
  const series = seriesIn(await new MetricRegistry().expose([]));
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
  const series = Object.entries(seriesIn(await new MetricRegistry().expose([])));
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
  const removals = { name: 'raftcluster_removals_total', labels: { ...arc, result: 'Removed' }, value: 2 };
  for (const _ of [1, 2]) {
    expect(seriesIn(await registry.expose([voters, removals]))).toMatchObject({
      'raftcluster_voters{namespace="store",name="arc"}': 5,
      'raftcluster_removals_total{namespace="store",name="arc",result="Removed"}': 2,
    });
  }
  const text = await registry.expose([]);
  expect(text).not.toMatch(/^raftcluster_(voters|removals_total)\{/m);
});

test('a watch that never was heard is infinitely stale', async () => {
  const sample = { name: 'raftcluster_watch_staleness_seconds', labels: { resource: 'pods' }, value: Infinity };
  expect(await new MetricRegistry().expose([sample])).toMatch(/^raftcluster_watch_staleness_seconds\{.*\} \+Inf$/m);
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
