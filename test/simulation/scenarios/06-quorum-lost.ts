import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

export const quorumLost = scenario('6', '3→1 at once, and back as the message says', { replicas: 3 }, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.scale(1);
  const lost = { status: 'False', reason: 'QuorumLost' } as const;
  await stage.condition('QuorumHealthy', { ...lost, message: /Missing: arc-1, arc-2/ });
  await stage.condition('Ready', lost);
  await stage.polls(6);
  stage.expectDeletes([]);

  const message = stage.status.conditions?.find(({ type }) => type === 'QuorumHealthy')?.message ?? '';
  const [, replicas] = /kubectl scale .*--replicas=(\d+)/.exec(message) ?? [];
  stage.expect(replicas === '3', `the command that brings the quorum back is in "${message}"`);
  stage.scale(3);
  await stage.settled({ voters: ids(3) });
  await stage.polls();
  stage.expectDeletes([]);
  stage.expectEvents('QuorumLost', 'Healthy');
});
