import { scenario } from './scenario.ts';

const all = ['arc-0', 'arc-1', 'arc-2', 'arc-3', 'more-0', 'more-1', 'more-2'];
const options = {
  sets: [
    { name: 'arc', replicas: 4 },
    { name: 'more', replicas: 3 },
  ],
  spec: { admin: { removeTimeout: '15s' } },
};

export const backButNeverStarts = scenario(
  '42',
  'in flight, scaled up again, and the pod never starts',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: 'hang', member: 'arc-3', count: 1 });
    stage.store.ungraceful();
    stage.scale(2, 'arc');
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    stage.scale(2, 'more');
    await stage.deletion('arc-3');
    // Its predecessor does not start, so the controller does not even create the pod.
    stage.pods.hold('arc-2');
    stage.scale(4, 'arc');
    await stage.verdict('arc-3', 'Removing', 'RemovingVoter');
    await stage.shows('the end of the removal', ({ removals }) => removals?.length === 1);
    stage.expectRemovals('arc-3 NotRemoved');
    await stage.shows('the end of the other removal', ({ removals }) => removals?.length === 2);
    stage.expectRemovals('arc-3 NotRemoved', 'more-2 Removed');
    await stage.verdict('arc-3', 'Keep', 'InRange');
    await stage.polls(6);
    stage.expectDeletes([{ member: 'arc-3', fault: 'hang' }, 'more-2']);

    stage.pods.release('arc-2');
    await stage.settled({ voters: all.slice(0, -1) });
    stage.expectDeletes([{ member: 'arc-3', fault: 'hang', status: undefined }, 'more-2']);
  },
);
