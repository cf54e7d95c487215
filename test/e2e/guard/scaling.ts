import { expect } from '@jest/globals';

import { waitUntil } from '../../testbed/wait-until.ts';
import type { RaftCluster } from '../harness/raft-cluster.ts';
import type { Scene } from '../harness/scene.ts';
import { follow } from './page.ts';

export const enforced = { scaleDownGuard: 'Enforce' } as const;

/** Switches the guard on as its page says; resolves when it is at work. */
export async function guard(scene: Scene, statefulSet = 'arc'): Promise<void> {
  const { bed } = scene.suite;
  await scene.suite.guard();
  await follow(bed, 'Switch it on', { namespace: scene.namespace });
  await waitUntil('the guard to be at work', { timeout: 30_000 }, async () => {
    const dryRun = ['scale', `statefulset/${statefulSet}`, '--replicas=0', '--dry-run=server'];
    const { code } = await bed.kubectl(['-n', scene.namespace, ...dryRun]);
    return code !== 0;
  });
}

/** What a person reads who is refused; undefined: it was done. */
export async function scaled(scene: Scene, replicas: number, statefulSet = 'arc'): Promise<string | undefined> {
  const args = ['-n', scene.namespace, 'scale', `statefulset/${statefulSet}`, `--replicas=${replicas}`];
  return refusal(await scene.suite.bed.kubectl(args));
}

/** Throws what is no refusal of the guard. */
export function refusal({ code, stderr }: { readonly code: number; readonly stderr: string }): string | undefined {
  if (code === 0) return undefined;
  if (stderr.includes("'raftcluster-scale-down-enforce' denied request: ")) return stderr;
  throw new Error(stderr);
}

/** From this state of the RaftCluster on, a quorum answered whenever the operator looked. */
export function expectQuorumSince(raft: RaftCluster, position: number): void {
  const health = raft.history
    .slice(position)
    .flatMap(({ object }) => object.status?.conditions ?? [])
    .filter(({ type }) => type === 'QuorumHealthy');
  expect(health.length).toBeGreaterThan(0);
  expect(health.filter(({ reason }) => reason === 'QuorumLost' || reason === 'NoLeader')).toEqual([]);
}

/** The sizes that a set had, as the status tells them. */
export function sizes(raft: RaftCluster, statefulSet = 'arc'): readonly number[] {
  const seen = raft.history.flatMap(({ object }) => object.status?.statefulSets ?? []);
  const replicas = seen.filter(({ name }) => name === statefulSet).map((row) => row.replicas);
  return replicas.filter((size, index) => size !== replicas[index - 1]);
}

export function floorOf(raft: RaftCluster, statefulSet = 'arc'): number | undefined {
  return raft.status.statefulSets?.find(({ name }) => name === statefulSet)?.minSafeReplicas;
}
