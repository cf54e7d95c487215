import { scenario } from './scenario.ts';
import { ids, type Stage } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };
const isBack = /pod arc-4 is back: the removal may still take/;

export const backInFlightUndone = scenario(
  '8a',
  '5→3→5 while a DELETE hangs that does nothing',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: 'hang', count: 1 });
    await backInFlight(stage);
    await stage.verdict('arc-4', 'Removing', 'RemovalUnconfirmed', isBack);

    // Nothing is blocked: the record ends by proof, and both members are wanted again.
    await stage.settled({ voters: ids(5) });
    await stage.verdict('arc-4', 'Keep', 'InRange', /wants this pod \(ordinals 0 to 4\)/);
    await stage.polls();
    stage.expectDeletes([{ member: 'arc-4', fault: 'hang', status: undefined }]);
    stage.expectRemovals('arc-4 NotRemoved');
    stage.expectEvents('RemovalUnconfirmed', 'NotRemoved');
  },
);

export const backInFlightRemoved = scenario(
  '8b',
  '5→3→5 while a DELETE is not answered yet',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: 'hang-after-success', count: 1 });
    await backInFlight(stage);
    // The member that was removed is taken in again by the store: nobody but the store adds members.
    await stage.settled({ voters: ids(5) });
    await stage.polls();
    stage.expectDeletes([{ member: 'arc-4', fault: 'hang-after-success', status: undefined }]);
    stage.expectRemovals('arc-4 Removed');
  },
);

export const backInFlightTooEarly = scenario(
  '8c',
  '5→3→5 while a DELETE waits before it removes',
  options,
  async (stage) => {
    await stage.healthy();
    stage.store.faults({ delete: 'slow-before', delayMs: 12_000, count: 1 });
    await backInFlight(stage);
    await stage.verdict('arc-4', 'Removing', 'RemovalUnconfirmed', isBack);
    // It takes effect on a live voter, as the event warned; the store takes it in again.
    await stage.shows('the end of the removal', ({ removal, removals }) => !removal && removals?.length === 1);
    await stage.settled({ voters: ids(5) });
    await stage.polls();
    stage.expectDeletes([{ member: 'arc-4', fault: 'slow-before', status: 200 }]);
    stage.expectRemovals('arc-4 Removed');
    stage.expectEvents('RemovalUnconfirmed', 'Removed');
  },
);

async function backInFlight(stage: Stage): Promise<void> {
  stage.store.ungraceful();
  stage.scale(3);
  await stage.deletion('arc-4');
  stage.scale(5);
}
