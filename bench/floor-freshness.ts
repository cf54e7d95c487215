/**
 * How fresh `minSafeReplicas` is on the test bed: how long it is too low after a change of pods or of the StatefulSet.
 *   node bench/floor-freshness.ts [turns]
 * Timed from the moment a watch shows the change to the moment a watch of the same process shows a floor that is right.
 * Right is a floor not below what Kubernetes' facts alone demand (`smallest-safe.ts`), with five voters throughout:
 * nothing is removed, and who is deleted says no goodbye. That a node hangs (SIGSTOP, in the moment of the change) is such
 * a fact only once its pod is not Ready any more; "has long hung": the change comes after that. Where a change is several
 * events the longest time counts.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { arcCluster } from '../test/testbed/arc-cluster.ts';
import { ArcNode } from '../test/testbed/arc-node.ts';
import { startBed } from '../test/testbed/bed.ts';
import { waitUntil } from '../test/testbed/wait-until.ts';
import { changesOf, hangingIn, leader } from './floor-changes.ts';
import type { Change } from './floor-changes.ts';
import { FloorWatch } from './floor-watch.ts';
import { install, startOperator } from './operator-process.ts';
import { raftClusterReady } from './raft-cluster.ts';
import { median, printTable } from './table.ts';

const [turns = 4] = process.argv.slice(2).map(Number);
const voters = 5;
/** With five pods and with four, all of them live. */
const floorAtRest = 3;
/** So much longer a floor is looked at once it is right: a pass that began before may write another. Milliseconds. */
const onceMore = 700;
const promised = 1_000;
/** No change is begun later than this after the first, on a machine that is that slow. Milliseconds. */
const enough = 190_000;

interface Timed {
  readonly change: Change;
  readonly time: number;
}

const bed = await startBed();
const stopping = new AbortController();
try {
  const kubeconfig = await install(bed);
  const namespace = await bed.namespace('bench');
  await bed.kube.apply(arcCluster({ namespace, name: 'arc', replicas: voters }));
  bed.agent.ungraceful(namespace);
  await startOperator(bed, kubeconfig, bed.run.folder('compile-cache'));
  const spec = { admin: { pollInterval: '10s', requestTimeout: '5s' }, removal: { mode: 'Observe' } };
  await raftClusterReady(bed, namespace, 'arc', spec);
  const floors = new FloorWatch(voters);
  void floors.follow(bed, namespace, stopping.signal);
  const times: Timed[] = [];
  const began = performance.now();
  for (let turn = 0; turn < turns; turn++) {
    for (const change of changesOf(bed, namespace, floors, turn)) {
      if (performance.now() - began > enough) break;
      await rest(namespace, floors);
      const chosen = change();
      times.push({ change: chosen, time: await timed(namespace, floors, chosen, turn) });
    }
  }
  report(times);
} finally {
  stopping.abort();
  await bed.stop();
}

/** Milliseconds for which the floor was too low; 0: it never was. Throws when it is not right within 30 s. */
async function timed(namespace: string, floors: FloorWatch, change: Change, turn: number): Promise<number> {
  const hanging = hangingIn(change.hanging, floors, turn);
  const frozen = hanging.map((ordinal) => `${namespace}/arc-${ordinal}` as const);
  for (const key of frozen) bed.agent.freeze(key);
  if (change.hanging === 'a follower has long hung') await unready(floors, hanging);
  floors.begin();
  await change.make();
  await right(`${change.name}, ${change.hanging}`, floors, change.isSeen);
  await sleep(onceMore);
  const { spans } = floors;
  await change.undo?.();
  for (const key of frozen) bed.agent.thaw(key);
  return Math.max(0, ...spans);
}

async function right(when: string, floors: FloorWatch, isSeen: () => boolean): Promise<void> {
  const isRight = (): boolean => isSeen() && floors.published >= floors.demanded;
  await waitUntil('the floor to be right', { timeout: 30_000, interval: 20 }, isRight).catch((cause: unknown) => {
    throw new Error(`${when}: ${seen(floors)}`, { cause });
  });
}

/** Until the pods of those that hang are not Ready any more, and the floor is right for that. */
async function unready(floors: FloorWatch, hanging: readonly number[]): Promise<void> {
  const isSeen = (): boolean => hanging.every((ordinal) => floors.sight.pods.get(ordinal)?.there === false);
  await right('a follower hangs', floors, isSeen);
}

/** Until all pods live, by the operator's word too, and arc-4, which comes and goes, does not lead. */
async function rest(namespace: string, floors: FloorWatch): Promise<void> {
  const ref = { apiVersion: 'raftcluster.dev/v1alpha1', kind: 'RaftCluster', namespace, name: 'arc' };
  const isAtRest = (): boolean => {
    const { replicas, pods } = floors.sight;
    const [row] = floors.status.statefulSets ?? [];
    const all = [...pods.values()].filter(({ there }) => there).length === replicas && pods.size === replicas;
    const known = row?.replicas === replicas && row.liveVoters === replicas && row.minSafeReplicas === floorAtRest;
    return all && known && leader(floors) < voters - 1;
  };
  await waitUntil('the store to be at rest', { timeout: 60_000, interval: 500 }, async () => {
    if (isAtRest()) return true;
    const last = bed.agent.pods.find(({ key }) => key === `${namespace}/arc-${voters - 1}`);
    if (last && leader(floors) === voters - 1) await new ArcNode(last.address).stepDown();
    // Instead of waiting for the next poll.
    await bed.kube.patch(ref, { metadata: { annotations: { 'raftcluster.dev/requestedAt': `${performance.now()}` } } });
    return false;
  }).catch((cause: unknown) => {
    throw new Error(`not at rest: ${seen(floors)}`, { cause });
  });
}

function seen({ demanded, published, sight, status }: FloorWatch): string {
  const pods = [...sight.pods].map(([ordinal, { there }]) => `arc-${ordinal} ${there ? 'there' : 'not there'}`);
  const { leader: led, liveVoters, conditions } = status;
  return JSON.stringify({ demanded, published, ...sight, pods, leader: led, liveVoters, conditions });
}

function report(all: readonly Timed[]): void {
  const byKind = Map.groupBy(all, ({ change }) => `${change.name}, ${change.hanging}`);
  const byHanging = Map.groupBy(all, ({ change: { hanging } }) =>
    hanging === 'nobody hangs' ? hanging : 'a node hangs',
  );
  const figures = [...byKind, ...byHanging].map(([kind, of]) => figuresOf(kind, of));
  printTable(
    `Milliseconds for which the floor was too low, ${voters} voters, ${turns} turns`,
    figures.map(({ kind, changes, rightAllAlong, median: middle, worst, overASecond }) => {
      const raised = middle === undefined ? '' : `, median ${middle}, worst ${worst}`;
      return [kind, `${changes} changes, right all along ${rightAllAlong}${raised}, over 1 s ${overASecond}`];
    }),
  );
  console.log(JSON.stringify(figures));
}

/** Median and worst of those that made the floor too low. */
function figuresOf(kind: string, all: readonly Timed[]) {
  const late = all.map(({ time }) => time).filter((time) => time > 0);
  return {
    kind,
    changes: all.length,
    rightAllAlong: all.length - late.length,
    ...(late.length > 0 && { median: Math.round(median(late)), worst: Math.round(Math.max(...late)) }),
    overASecond: late.filter((time) => time > promised).length,
  };
}
