import { expect } from '@jest/globals';

import { ids } from '../../e2e/harness/scene.ts';
import type { Scenario } from '../../e2e/harness/scenario.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { clusterOf } from './cluster-of.ts';
import { OPERATOR } from '../operator/deployed-operator.ts';
import { rolledOut } from '../operator/install.ts';
import type { ClusterPod } from '../pods/pods.ts';
import type { ClusterSuite } from './suite.ts';
import { settlingEndsIn } from './settling-ends-in.ts';

/** Milliseconds of the settling delay that are left: the trouble comes before the first removal, and delays it. */
const LEFT = 1_500;
const FROZEN = 60_000;

interface Trouble {
  readonly title: string;
  /** What happens to the leading operator; returns what is to be undone at the end. */
  readonly befall: (suite: ClusterSuite, leader: ClusterPod) => Promise<(() => Promise<void>) | undefined>;
}

const troubles: readonly Trouble[] = [
  {
    title: 'HA: the leading operator killed (SIGKILL)',
    befall: async ({ cluster }, { metadata }) => {
      cluster.pods.signal(`${OPERATOR.namespace}/${metadata.name}`, 'SIGKILL');
      return undefined;
    },
  },
  {
    title: 'HA: its pod deleted by force',
    befall: async (suite, { metadata }) => {
      await suite.kubectl(['delete', 'pod', '-n', OPERATOR.namespace, metadata.name, '--force', '--grace-period=0']);
      return undefined;
    },
  },
  {
    title: 'HA: its pod deleted with its grace period, a clean stop',
    befall: async (suite, { metadata }) => {
      await suite.kubectl(['delete', 'pod', '-n', OPERATOR.namespace, metadata.name, '--wait=false']);
      return undefined;
    },
  },
  {
    title: 'HA: frozen for 60 s (SIGSTOP)',
    befall: async ({ cluster }, { metadata }) => {
      const key = `${OPERATOR.namespace}/${metadata.name}` as const;
      const until = Date.now() + FROZEN;
      cluster.pods.freeze(key);
      return async () => {
        await waitUntil('60 s to pass', { timeout: FROZEN, interval: 500 }, () => Date.now() >= until);
        cluster.pods.thaw(key);
      };
    },
  },
  {
    title: 'HA: cut off from the API server',
    befall: async ({ cluster }, { spec, status }) => {
      const node = cluster.nodes.find(({ name }) => name === spec.nodeName);
      const partition = [cluster.address, status?.podIP ?? ''] as const;
      node?.cut(...partition);
      return async () => node?.heal(...partition);
    },
  },
];

/** 5→3; something happens to the leading operator just before it may remove: the other one does it, once. */
export const failovers: readonly Scenario[] = troubles.map(({ title, befall }) => ({
  title,
  isSeenElsewhere: true,
  play: async (scene) => {
    const { store, raft } = await scene.healthy(5);
    scene.timeNothing();
    const suite = clusterOf(scene);
    const leader = await suite.deployed.leader();
    const holder = await suite.deployed.holder();

    store.ungraceful();
    await store.scaleTo(3);
    await settlingEndsIn(LEFT, raft, 'arc-4');
    const from = Date.now();
    const undo = await befall(suite, leader);
    try {
      const next = await scene.deletion('the first DELETE', ({ member }) => member === 'arc-4');
      suite.failovers.push({ title, milliseconds: next.receivedAt - from });
      await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
      expect(await suite.deployed.holder()).not.toBe(holder);
    } finally {
      await undo?.();
    }
    await rolledOut(suite.cluster);
    // Who was away comes back, and must not do it again.
    await scene.pollsLater(1);
    scene.expectDeletes([
      { member: 'arc-4', status: 200 },
      { member: 'arc-3', status: 200 },
    ]);
    raft.expectRemovals(['arc-4 Removed', 'arc-3 Removed']);
  },
}));
