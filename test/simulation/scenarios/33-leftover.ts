import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };

export const leftover = scenario('33', 'the node table never lets go of a removed member', options, async (stage) => {
  await stage.healthy();
  stage.store.faults({ delete: 'table-failure', member: 'arc-4' });
  stage.store.ungraceful();
  stage.scale(4);
  await stage.shows('its clean-up', ({ removal }) => removal?.phase === 'CleaningUp' && removal.member === 'arc-4');
  await stage.settled({ voters: ids(4) });
  await stage.pass(3_600_000);
  const failed = { member: 'arc-4', fault: 'table-failure', status: 500 } as const;
  stage.expectDeletes([failed, failed]);
  stage.expectRemovals('arc-4 Removed');
  stage.expect(stage.status.leftovers?.map(({ id }) => id).join() === 'arc-4', 'the leftover is remembered');
  stage.expectEvents('Removed', 'CleaningUp');
});
