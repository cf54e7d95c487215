import type { RaftCluster } from '../../e2e/harness/raft-cluster.ts';
import { waitUntil } from '../../testbed/wait-until.ts';

/** Waits until so many milliseconds of a member's settling delay are left; returns when it ends. */
export async function settlingEndsIn(left: number, raft: RaftCluster, id: string): Promise<number> {
  await raft.verdictIs(id, 'Waiting', 'Settling');
  const removableAt = Date.parse(raft.status.members?.find((member) => member.id === id)?.removableAt ?? '');
  await waitUntil('the settling delay to be nearly over', { timeout: 30_000 }, () => Date.now() >= removableAt - left);
  return removableAt;
}
