import { expect } from '@jest/globals';

import { metricCatalogue } from '../../../src/telemetry/metric-catalogue.ts';
import { seriesIn } from '../../telemetry/exposed.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import type { SceneOperator } from '../harness/operator-process.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';
import { shownOnBoth } from './shown-on-both.ts';

const token = 'the-right-token-of-at-least-32-characters';
const master = 'leader_election_master_status{name="raftcluster-operator"}';
const ofClusters = /^raftcluster_(?!watch|admin)/;

/** `told` gets what the leader told after two removals. */
export function toldByTheLeader(told: (text: string) => void) {
  return {
    ...scenario('metrics are told by who leads, and end with their RaftCluster', async (scene) => {
      scene.timeNothing();
      await scene.token('store', token);
      const store = await scene.store(5, { tokenSecret: 'store', token });
      const operators = await Promise.all(['one', 'two'].map((name) => scene.operator({ name, leaderElect: true })));
      const raft = await scene.raftCluster({ admin: { tokenSecretRef: { name: 'store', key: 'bootstrap-token' } } });
      await raft.settledAs({ voters: ids(5) }, store);
      store.ungraceful();
      await store.scaleTo(3);
      await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
      scene.expectDeletes([{ member: 'arc-4' }, { member: 'arc-3' }]);

      const [leader, standby] = await byLeadership(operators);
      const text = await leader.metrics();
      told(text);
      const series = seriesIn(text);
      const labels = `namespace="${scene.namespace}",name="arc"`;
      expect(ofOne(series, labels)).toEqual({
        voters: 3,
        live_voters: 3,
        dead_voters: 0,
        fault_tolerance: 1,
        oldest_dead_voter_age_seconds: 0,
        removal_delay_seconds: 10,
        suspended: 0,
        'members,verdict="Keep",reason="InRange"': 3,
        'ready,reason="Healthy"': 1,
        'removals_total,result="Removed"': 2,
        'removals_total,result="NotRemoved"': 0,
      });
      const removals =
        'raftcluster_admin_request_duration_seconds_count{store="Arc",operation="remove",result="removed"}';
      expect(series[removals]).toBe(2);
      expect(Object.keys(series).filter((name) => name.includes(token) || /arc-\d/.test(name))).toEqual([]);
      expect(silentIn(text)).toEqual(['raftcluster_removal_blocked', 'raftcluster_stalled']);

      const standbyText = await standby.metrics();
      const other = seriesIn(standbyText);
      expect(other[master]).toBe(0);
      expect(clusterSeriesIn(standbyText)).toEqual([]);
      expect(other['raftcluster_watch_staleness_seconds{resource="pods"}']).toBeLessThan(300);

      await shownOnBoth([leader, standby], scene.namespace, [token, 'bootstrap-token']);

      await raft.delete();
      await waitUntil(
        'the series to end',
        { timeout: 10_000 },
        async () => clusterSeriesIn(await leader.metrics()).length === 0,
      );
      expect(seriesIn(await leader.metrics())[master]).toBe(1);
    }),
    isSeenElsewhere: true,
  };
}

async function byLeadership(operators: readonly SceneOperator[]): Promise<readonly [SceneOperator, SceneOperator]> {
  const leads = await Promise.all(operators.map(async (operator) => seriesIn(await operator.metrics())[master] === 1));
  const [leader, ...others] = operators.filter((_, index) => leads[index]);
  const standby = operators.find((_, index) => !leads[index]);
  if (!leader || !standby || others.length > 0) throw new Error('not exactly one of two operators leads');
  return [leader, standby];
}

/** The series of one RaftCluster, without what they have in common. */
function ofOne(series: Readonly<Record<string, number>>, labels: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(series).flatMap(([name, value]) =>
      name.includes(labels)
        ? [
            [
              name
                .replace(/^raftcluster_/, '')
                .replace(`{${labels}`, '')
                .replace('}', ''),
              value,
            ],
          ]
        : [],
    ),
  );
}

/** Metrics of the catalogue that have no series. */
function silentIn(text: string): readonly string[] {
  return Object.keys(metricCatalogue).filter((name) => !new RegExp(`^${name}(_count)?[{ ]`, 'm').test(text));
}

function clusterSeriesIn(text: string): readonly string[] {
  return Object.keys(seriesIn(text)).filter((name) => ofClusters.test(name));
}
