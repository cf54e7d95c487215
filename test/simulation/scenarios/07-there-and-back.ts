import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const thereAndBack = scenario('7', '5→3 and back to 5 within the delay', {}, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(3);
  await stage.verdict('arc-3', 'Waiting', 'Settling');
  await stage.verdict('arc-4', 'Waiting', 'Settling');
  const end = Date.parse(stage.member('arc-4')?.removableAt ?? '');
  const now = (): number => stage.operator.process.clock.now().wall;
  await stage.until('most of the delay to pass', () => now() >= end - 2_000);
  stage.scale(5);
  await stage.settled({ voters: ids(5) });
  await stage.verdict('arc-4', 'Keep', 'InRange');
  await stage.polls();
  stage.expectDeletes([]);
  stage.expectRemovals();
});
