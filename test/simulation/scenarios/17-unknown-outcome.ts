import type { DeleteFault } from '../arc/faults.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };

export const hangs = scenario(
  '17a',
  'DELETE hangs, and nothing is done',
  { ...options, replicas: 4 },
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: 'hang', count: 1 });
    stage.store.ungraceful();
    stage.scale(3);
    await stage.deletion('arc-3');
    await stage.verdict('arc-3', 'Removing', 'RemovingVoter');
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes([
      { member: 'arc-3', fault: 'hang', status: undefined },
      { member: 'arc-3', status: 200 },
    ]);
    stage.expectRemovals('arc-3 NotRemoved', 'arc-3 Removed');
    stage.expect(/unknown/.test(stage.status.removals?.[0]?.answer ?? ''), 'the outcome of the first was unknown');
  },
);

export const hangsAfterSuccess = removesAnd('17b', 'DELETE removes and never answers', 'hang-after-success');
export const resetAfterSuccess = removesAnd('17c', 'DELETE removes and the connection breaks', 'reset-after-success');
export const truncated = removesAnd('17d', 'DELETE removes and the answer breaks off', 'truncated');
export const notJson = removesAnd('17e', 'DELETE removes and somebody else answers', 'not-json');

/** Unknown to the operator, and proven from the configuration; every time. */
function removesAnd(number: string, title: string, fault: DeleteFault) {
  return scenario(number, title, options, async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: fault });
    stage.store.ungraceful();
    stage.scale(3);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes([
      { member: 'arc-4', fault },
      { member: 'arc-3', fault },
    ]);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  });
}
