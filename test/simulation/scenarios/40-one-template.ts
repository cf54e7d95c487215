import { identityOf } from '../arc/identity.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const sets = [
  { name: 'arc', replicas: 3 },
  { name: 'more', replicas: 2 },
];
/** Pod more-0 is node more-1, and no address of theirs tells. */
const wrong = {
  sets,
  arc: {
    identityOf: (pod: Parameters<typeof identityOf>[0]) => {
      const identity = { ...identityOf(pod), bootstraps: pod.name === 'arc-0' };
      if (pod.statefulSet === 'arc') return identity;
      return { ...identity, id: `more-${pod.ordinal + 1}`, host: `host-${pod.ordinal}.example.com` };
    },
  },
};

export const oneTemplateWrong = scenario(
  '40b',
  'the template of one of two sets is wrong by one',
  wrong,
  async (stage) => {
    await stage.world.formed();
    await stage.store.leadBy('arc-0');
    stage.world.apply();
    stage.startOperator();
    await stage.verdict('more-2', 'Blocked', 'IdentityMismatch', /Pod more-\d calls itself more-\d/, 60_000);
    stage.store.ungraceful();
    stage.scale(1, 'more');
    await stage.polls(12);
    await stage.verdict('more-2', 'Blocked', 'IdentityMismatch', /Pod more-0 calls itself more-1/);
    stage.expectDeletes([]);
    stage.expectRemovals();
  },
);

export const neverConfirmed = scenario('40c', 'a set none of whose pods has ever answered', { sets }, async (stage) => {
  await stage.world.formed();
  await stage.store.leadBy('arc-0');
  stage.store.ungraceful();
  stage.scale(0, 'more');
  await stage.until('its pods to be gone', () => stage.pods.all.length === 3);
  stage.world.apply();
  stage.startOperator();
  const unknown = /^No pod of more has yet answered with an id like more-0; if none ever will, use spec.decommission/;
  await stage.verdict('more-0', 'Blocked', 'IdentityMismatch', unknown);
  await stage.polls(6);
  stage.expectDeletes([]);

  stage.scale(2, 'more');
  await stage.settled({ voters: [...ids(3), 'more-0', 'more-1'] });
  stage.scale(0, 'more');
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['more-1', 'more-0']);
  stage.expectRemovals('more-1 Removed', 'more-0 Removed');
});
