import type { Call } from '../kubernetes/serving/call.ts';
import { cluster } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const observing = { spec: { removal: { delay: '30s', mode: 'Observe' } } };
/** Milliseconds that an answer of a node takes, so that much happens while a pass waits for it. */
const slowly = 800;

export const backWithinOnePass = scenario('29e', '3→5→3 within one pass, long after 5→3', observing, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(3);
  await stage.verdict('arc-4', 'Blocked', 'ObserveOnly');
  await stage.verdict('arc-3', 'Blocked', 'ObserveOnly');
  // So quickly that their pods are not even made; the answers of a round come when all is as it was.
  stage.world.kubernetes.sets.stop();
  let isSlow = true;
  stage.delay(({ origin }) => (isSlow && origin.startsWith('http:') ? { back: slowly } : {}));
  stage.scale(5);
  await stage.pass(100);
  stage.scale(3);
  await stage.pass(100);
  stage.world.kubernetes.sets.start();
  await stage.pass(2 * slowly);
  isSlow = false;
  stage.users.setMode(cluster, 'Automatic');
  await stage.verdict('arc-4', 'Waiting', 'Settling');
  await stage.verdict('arc-3', 'Waiting', 'Settling');
  stage.expectDeletes([]);
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});

export const wantedUnseen = scenario(
  '29f',
  'every watch stands still while the pods are wanted again',
  {},
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    await stage.verdict('arc-4', 'Waiting', 'Settling');
    const thaw = stage.world.kubernetes.server.freezeWatches(() => true);
    // Only the fresh read of the set tells: its pods are not made yet.
    stage.world.kubernetes.sets.stop();
    stage.scale(5);
    await stage.polls(6);
    stage.expectDeletes([]);
    stage.world.kubernetes.sets.start();
    thaw();
    await stage.settled({ voters: ids(5) });
    stage.expectDeletes([]);
    stage.expectRemovals();
  },
);

const stopsSlowly = { sets: [{ name: 'arc', replicas: 5, parallel: true, grace: 120 }], arc: { leaveDelay: 90_000 } };

export const presentUnseen = scenario(
  '29g',
  'the watch of pods stands still while two of them end',
  stopsSlowly,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.until('two of them to be gone', () => stage.pods.all.length === 3, 150_000);
    const isOfPods = ({ kind }: Call): boolean => kind === 'pods';
    const thaw = stage.world.kubernetes.server.freezeWatches(isOfPods);
    stage.scale(5);
    await stage.until('all five to run', () => stage.world.arc.liveVoters.length === 5);
    // Nobody hears them, and they do not end.
    stage.pods.freeze('arc-3');
    stage.pods.freeze('arc-4');
    stage.scale(3);
    await stage.polls(6);
    stage.expect(stage.pods.all.length === 5, 'they are Terminating');
    stage.expectDeletes([]);
    thaw();
    await stage.settled({ voters: ids(3) });
    // Whose end a lagging cache shows first settles first.
    const order = stage.world.arc.removals.map(({ member }) => member);
    stage.expect(order.toSorted().join() === 'arc-3,arc-4', 'both were removed, once');
    stage.expectDeletes(order);
    stage.expectRemovals(...order.map((member) => `${member} Removed`));
  },
);

export const notReadable = scenario('29h', 'pods cannot be read by name', {}, async (stage) => {
  const { troubles } = stage.world.kubernetes.server;
  await stage.healthy();
  stage.store.ungraceful();
  troubles.of = ({ verb, kind }) =>
    verb === 'get' && kind === 'pods' ? { kind: 'refused', reason: 'InternalError' } : undefined;
  stage.scale(3);
  // By the watches they are gone; nobody confirms it.
  await stage.until('two of them to be gone', () => stage.pods.all.length === 3);
  await stage.polls(6);
  stage.expectDeletes([]);
  troubles.of = () => undefined;
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});
