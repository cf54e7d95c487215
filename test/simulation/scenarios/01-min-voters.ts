import { scenario } from './scenario.ts';

const options = { spec: { removal: { minVoters: 4 } } };

export const minVoters = scenario('1c', '5→3, and four voters are to stay', options, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(3);
  await stage.verdict('arc-3', 'Blocked', 'MinVoters', /3 voters are left; spec.removal.minVoters is 4/);
  await stage.condition('RemovalBlocked', { reason: 'MinVoters' });
  await stage.polls(6);
  stage.expectDeletes(['arc-4']);
  stage.expectRemovals('arc-4 Removed');
});
