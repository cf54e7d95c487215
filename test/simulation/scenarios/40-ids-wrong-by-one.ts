import { identityOf } from '../arc/identity.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

/** Pod arc-0 is node arc-1: the member called arc-4 lives in the pod arc-3, which is wanted. */
const options = {
  arc: {
    identityOf: (pod: Parameters<typeof identityOf>[0]) => ({ ...identityOf(pod), id: `arc-${pod.ordinal + 1}` }),
  },
};

export const idsWrongByOne = scenario('40', 'the memberId template is wrong by one', options, async (stage) => {
  await stage.world.formed();
  stage.world.apply();
  stage.startOperator();
  await stage.condition('Ready', { status: 'Unknown', reason: 'IdentityMismatch', message: /calls itself arc-1/ });
  await stage.shows('arc-3 as an absentee', ({ absentees = [] }) =>
    absentees.some(
      ({ pod, why, message }) => pod === 'arc-3' && why === 'OtherId' && /calls itself arc-4, not arc-3/.test(message),
    ),
  );
  stage.store.ungraceful();
  stage.scale(4);
  await stage.polls(18);
  stage.expectDeletes([]);
  const voters = stage.world.arc.committed.map(({ id }) => id);
  stage.expect(voters.toSorted().join() === ids(6).slice(1).join(), 'five voters, four pods');
});
