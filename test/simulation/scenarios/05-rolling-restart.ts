import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const rollingRestart = scenario('5', 'rolling restart of every pod', { replicas: 3 }, async (stage) => {
  await stage.healthy();
  const uids = (): readonly string[] => stage.pods.all.map(({ metadata }) => metadata.uid);
  const before = new Set(uids());
  stage.users.restart(stage.world.set('arc'));
  await stage.until('every pod to be a new one', () => uids().length === 3 && uids().every((uid) => !before.has(uid)));
  await stage.settled({ voters: ids(3) });
  await stage.polls();
  stage.expectDeletes([]);
  stage.expectRemovals();
});
