import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { replicas: 7, spec: { removal: { delay: '60s' } } };
/** The settling delay, and the time between two steps. Milliseconds. */
const minute = 60_000;
const ghosts = ['arc-6', 'arc-5', 'arc-4', 'arc-3'];

export const stepByStep = scenario('41', '7→6→5→4→3, a step a minute, killed without leave', options, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  const steps: number[] = [];
  for (const [index] of ghosts.entries()) {
    steps.push(stage.operator.process.clock.now().wall);
    stage.scale(6 - index);
    await stage.pass(minute);
  }
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(ghosts);
  stage.expectRemovals(...ghosts.map((member) => `${member} Removed`));

  // Its own delay: the steps after its own do not begin it anew.
  for (const [index, ghost] of ghosts.entries()) {
    const members = stage.statuses.history.flatMap(({ status }) => status.members ?? []);
    const promised = members.flatMap(({ id, removableAt }) => (id === ghost && removableAt) || []);
    stage.expect(promised.length > 0, `${ghost} was told when it may be removed`);
    const next = (steps[index] ?? 0) + 2 * minute;
    stage.expect(!promised.some((at) => Date.parse(at) >= next), `${ghost} waited for its own delay only`);
  }
  const health = stage.statuses.reasonsOf('QuorumHealthy');
  stage.expect(!health.has('QuorumLost') && !health.has('NoLeader'), 'the quorum was never lost');
});
