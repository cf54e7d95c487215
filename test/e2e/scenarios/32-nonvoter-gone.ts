import { expect } from '@jest/globals';

import { scenario } from '../harness/scenario.ts';

/** Generation B of Arc: readers do not vote. */
const flags = ['--generation=B'];
const members = [{ statefulSet: 'arc' }, { statefulSet: 'reader' }];

export const nonvoterGone = scenario('32: a nonvoter and a voter are gone for good', async (scene) => {
  const arc = await scene.store(5, { flags });
  const reader = await scene.store(2, { name: 'reader', role: 'reader', seedSet: 'arc', flags });
  await scene.operator();
  const raft = await scene.raftCluster({ members, removal: { mode: 'Observe' } });
  scene.timeOnlyFollowers();
  await arc.leadBy('arc-0');
  await raft.becomes(
    'seven live members, two of which do not vote',
    ({ members: all = [], liveVoters }) => liveVoters === 5 && all.filter(({ live }) => live).length === 7,
  );
  const suffrages = raft.status.members?.map(({ id, suffrage }) => `${id} ${suffrage}`);
  expect(suffrages?.slice(-2)).toEqual(['reader-0 Nonvoter', 'reader-1 Nonvoter']);

  arc.ungraceful();
  await arc.scaleTo(4);
  await raft.verdictIs('arc-4', 'Blocked', 'ObserveOnly');
  await reader.scaleTo(1);
  await raft.verdictIs('reader-1', 'Blocked', 'ObserveOnly');
  await scene.show('both would be removed');
  scene.expectDeletes([]);

  await raft.apply({ members });
  await raft.becomes('the end of both removals', ({ removals }) => removals?.length === 2);
  scene.expectDeletes([
    { member: 'reader-1', status: 200 },
    { member: 'arc-4', status: 200 },
  ]);
  raft.expectRemovals(['reader-1 Removed', 'arc-4 Removed']);
  await raft.becomes('all of the rest live', ({ liveVoters, voters, members: all = [] }) => {
    return voters === 4 && liveVoters === 4 && all.length === 5 && all.every(({ live }) => live);
  });
});
