import { expect, test } from '@jest/globals';

import { metricCatalogue } from '../../src/telemetry/metric-catalogue.ts';
import { MetricRegistry } from '../../src/telemetry/metric-registry.ts';

const arc = { namespace: 'store', name: 'arc' };
const series = (text: string, name: string): string[] => text.split('\n').filter((line) => line.startsWith(name));

test('serves every metric of the catalogue, with its meaning', async () => {
  const text = await new MetricRegistry().expose([]);
  for (const [name, { kind, help }] of Object.entries(metricCatalogue)) {
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`);
  }
});

test('counts, and measures in seconds', async () => {
  const registry = new MetricRegistry();
  registry.count('raftcluster_removals_total', { ...arc, result: 'Removed' });
  registry.time('controller_runtime_reconcile_time_seconds', { controller: 'raftcluster' }, 1500);
  const text = await registry.expose([]);
  expect(text).toContain('raftcluster_removals_total{namespace="store",name="arc",result="Removed"} 1\n');
  expect(text).toContain('controller_runtime_reconcile_time_seconds_sum{controller="raftcluster"} 1.5\n');
});

test('what is no longer so has no series', async () => {
  const registry = new MetricRegistry();
  const first = await registry.expose([{ name: 'raftcluster_voters', labels: arc, value: 5 }]);
  expect(series(first, 'raftcluster_voters')).toEqual(['raftcluster_voters{namespace="store",name="arc"} 5']);
  expect(series(await registry.expose([]), 'raftcluster_voters')).toEqual([]);
});

test('a RaftCluster that is gone takes its removals with it, and no others', async () => {
  const registry = new MetricRegistry();
  registry.count('raftcluster_removals_total', { ...arc, result: 'Removed' });
  registry.count('raftcluster_removals_total', { ...arc, name: 'other', result: 'NotRemoved' });
  registry.forget('store', 'arc');
  expect(series(await registry.expose([]), 'raftcluster_removals_total')).toEqual([
    'raftcluster_removals_total{namespace="store",name="other",result="NotRemoved"} 1',
  ]);
});
