import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const leaderGoes = scenario('3', '3→2, the pod that goes was the leader', { replicas: 3 }, async (stage) => {
  await stage.healthy({ leader: 'arc-2' });
  stage.expect(stage.status.leader === 'arc-2', 'arc-2 leads');
  stage.store.ungraceful();
  stage.scale(2);
  await stage.settled({ voters: ids(2) });
  stage.expect(stage.status.leader === stage.store.leader, 'the new leader is shown');
  stage.expectDeletes([{ member: 'arc-2', node: stage.store.leader ?? '', status: 200 }]);
  stage.expectRemovals('arc-2 Removed');
});
