import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const hibernation = scenario('10a', 'all sets scaled to 0, and back to fewer than before', {}, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(0);
  await stage.condition('QuorumHealthy', { status: 'Unknown', reason: 'Hibernating' });
  await stage.condition('Ready', { status: 'Unknown', reason: 'Hibernating' });
  await stage.verdict('arc-4', 'Blocked', 'Hibernating');
  await stage.polls(12);
  stage.expectDeletes([]);

  // Three of five voters come back: a quorum, and two ghosts.
  stage.scale(3);
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});

const sets = [
  { name: 'arc', replicas: 3 },
  { name: 'more', replicas: 2 },
];

export const oneSetAtZero = scenario('10b', 'one of two sets scaled to 0', { sets }, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(0, 'more');
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['more-1', 'more-0']);
  stage.expectRemovals('more-1 Removed', 'more-0 Removed');
  stage.expect(!stage.statuses.reasonsOf('QuorumHealthy').has('Hibernating'), 'one set at 0 is no hibernation');
});
