import { scenario } from './scenario.ts';
import { ids } from './stage.ts';
import { records, removes } from './status-writes.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
/** Time enough for a member to be restarted meanwhile. */
const slowly = { spec: { ...options.spec, removal: { delay: '60s' } } };

export const leaderChangesBefore = scenario(
  '18a',
  'the leader changes between the reads and the DELETE',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    // What the record's writer hears late, so that the new leader leads by then.
    stage.delay((exchange) => (records('arc-4')(exchange) ? { back: 900 } : {}));
    stage.once('arrived', records('arc-4'), () => stage.store.node('arc-1').raft.standNow());
    stage.scale(3);
    await stage.settled({ voters: ids(3) });
    stage.expect(stage.store.leader === 'arc-1', 'arc-1 leads');
    const members = stage.world.arc.removals.filter(({ node }) => node === 'arc-0').map(({ member }) => member);
    stage.expect(members.join() === 'arc-4', `the old leader was asked for [${members.join()}]`);
    stage.expectDeletes([
      { member: 'arc-4', node: 'arc-0', status: 500, wasLeader: false },
      { member: 'arc-3', node: 'arc-1', status: 200 },
      { member: 'arc-4', node: 'arc-1', status: 200 },
    ]);
    stage.expectRemovals('arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed');
  },
);

export const leaderChangesDuring = scenario(
  '18b',
  'the leader changes while a DELETE is in flight',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: 'hang' }, 'arc-0');
    stage.store.ungraceful();
    stage.once('arrived', removes('arc-4'), () => stage.store.node('arc-1').raft.standNow());
    stage.scale(3);
    // Whether the old leader did it is for the new one to say, and not before it can do it no more.
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes([
      { member: 'arc-4', node: 'arc-0', status: undefined },
      { member: 'arc-3', node: 'arc-1', status: 200 },
      { member: 'arc-4', node: 'arc-1', status: 200 },
    ]);
    stage.expectRemovals('arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed');
  },
);

// Refused by who led a moment ago: nothing was done, and that is proven before the new leader is asked.
export const leaderStepsDown = stepsDown('18c', 'the leader steps down as the DELETE arrives', {
  fault: 'step-down',
  deletes: ['arc-4', 'arc-3', 'arc-4'],
  removals: ['arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed'],
});

export const leaderStepsDownAfter = stepsDown('18d', 'the leader removes, steps down and answers', {
  fault: 'step-down-after',
  deletes: ['arc-4', 'arc-3'],
  removals: ['arc-4 Removed', 'arc-3 Removed'],
});

interface StepDown {
  readonly fault: 'step-down' | 'step-down-after';
  readonly deletes: readonly string[];
  readonly removals: readonly string[];
}

function stepsDown(number: string, title: string, { fault, deletes, removals }: StepDown) {
  return scenario(number, title, slowly, async (stage) => {
    await stage.healthy();
    stage.store.ungraceful();
    stage.scale(3);
    await stage.verdict('arc-3', 'Waiting', 'Settling');
    // Entries that the ghosts have not: to one of them the leadership would be handed otherwise.
    stage.pods.crash('arc-1');
    await stage.shows('a voter less', ({ liveVoters }) => liveVoters === 2);
    await stage.shows('three live voters', ({ liveVoters }) => liveVoters === 3);
    await stage.store.leadBy('arc-0');
    stage.store.faults({ delete: fault, count: 1 }, 'arc-0');
    await stage.settled({ voters: ids(3) });
    stage.expect(stage.store.leader !== 'arc-0', 'arc-0 does not lead any more');
    stage.expectDeletes(deletes);
    stage.expectRemovals(...removals);
    const onOld = stage.world.arc.removals.filter(({ node }) => node === 'arc-0');
    stage.expect(onOld.length === 1, `the old leader was asked ${onOld.length} times`);
  });
}
