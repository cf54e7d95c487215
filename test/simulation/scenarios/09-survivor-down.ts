import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

// One pod after the other, the controller would wait for the one that is down before it scales down.
const sets = [{ name: 'arc', replicas: 5, parallel: true }];

export const survivorDown = scenario('9', '5→3 with one of the three survivors down', { sets }, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.pods.stayDown('arc-1');
  stage.scale(3);
  await stage.condition('QuorumHealthy', {
    status: 'False',
    reason: 'QuorumLost',
    message: /2 of 5 voters answer, 3 are needed/,
  });
  await stage.polls(6);
  await stage.verdict('arc-4', 'Blocked', 'QuorumLost');
  stage.expectDeletes([]);

  stage.pods.release('arc-1');
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});
