import { scenario } from './scenario.ts';

const sets = [
  { name: 'arc', replicas: 3, start: 9 },
  { name: 'arc-1', replicas: 3, start: 9 },
];
const left = ['arc-9', 'arc-10', 'arc-1-9'];

export const twoSets = scenario(
  '12',
  'two sets, names with a common prefix, ordinals above 10',
  { sets },
  async (stage) => {
    await stage.healthy({ leader: 'arc-9' });
    stage.store.ungraceful();
    stage.scale(2, 'arc');
    await stage.verdict('arc-11', 'Waiting', 'Settling');
    stage.scale(2, 'arc-1');
    await stage.settled({ voters: [...left, 'arc-1-10'] });
    stage.expectDeletes(['arc-11', 'arc-1-11']);

    stage.scale(1, 'arc-1');
    await stage.settled({ voters: left });
    stage.expectDeletes(['arc-11', 'arc-1-11', 'arc-1-10']);
    stage.expectRemovals('arc-11 Removed', 'arc-1-11 Removed', 'arc-1-10 Removed');
  },
);
