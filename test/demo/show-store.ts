import type { Stage } from './stage.ts';
import type { AskedRemoval } from './store.ts';

/** Shows the voters in the configuration of the store, as its own nodes have it. */
export async function showVoters({ screen, store }: Stage): Promise<void> {
  screen.text('The voters, asked from the nodes of the store themselves:');
  screen.gap();
  for (const [node, ids] of await store.voters()) screen.output(`${node} says  ${ids.join('  ')}`);
}

/** Shows which removals the store was asked for. */
export function showRemovals({ screen }: Stage, removals: readonly AskedRemoval[]): void {
  screen.text('What the store was asked, from the log of its nodes:');
  screen.gap();
  for (const { member, askedNode, receivedAt, answeredAt, status } of removals) {
    const took = answeredAt === undefined ? 'no answer' : `${status} after ${Math.ceil(answeredAt - receivedAt)} ms`;
    screen.output(`${clock(receivedAt)}  ${askedNode}  DELETE /api/v1/cluster/nodes/${member}  ${took}`);
  }
}

function clock(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, 23);
}
