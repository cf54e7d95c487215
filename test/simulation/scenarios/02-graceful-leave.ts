import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const gracefulLeave = scenario('2', '5→3, the leaving nodes say goodbye', {}, async (stage) => {
  await stage.healthy();
  stage.scale(3);
  await stage.settled({ voters: ids(3) });
  await stage.polls();
  stage.expectDeletes([]);
  stage.expectRemovals();
});
