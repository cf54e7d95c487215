import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const unmanaged =
  /^other-0 belongs to no StatefulSet of the spec: name its set in spec.members, or the id in spec.decommission/;
const options = {
  sets: [
    { name: 'arc', replicas: 4 },
    { name: 'other', replicas: 1 },
  ],
  spec: { members: [{ statefulSet: 'arc' }] },
};

export const foreignVoter = scenario(
  '25',
  'a voter of a StatefulSet that the spec does not name',
  options,
  async (stage) => {
    await stage.world.formed();
    await stage.store.leadBy('arc-0');
    stage.world.apply();
    stage.startOperator();
    // Nobody asks it, so it counts as a voter and never as a live one.
    await stage.settled({ voters: [...ids(4), 'other-0'], live: 4 });
    await stage.verdict('other-0', 'Unmanaged', 'Unmanaged', unmanaged);

    stage.store.ungraceful();
    stage.scale(0, 'other');
    stage.scale(3);
    await stage.settled({ voters: [...ids(3), 'other-0'], live: 3 });
    await stage.polls(6);
    await stage.verdict('other-0', 'Unmanaged', 'Unmanaged', unmanaged);
    stage.expectDeletes(['arc-3']);
    stage.expectRemovals('arc-3 Removed');
  },
);
