import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const options = { spec: { admin: { removeTimeout: '15s' } } };

export const followerLags = scenario('22a', 'a follower shows what was, over a removal', options, async (stage) => {
  await stage.healthy();
  stage.store.faults({ view: 'lagging' }, 'arc-1');
  stage.store.ungraceful();
  stage.scale(3);
  // The leader shows the new configuration; that two of four agree proves nothing, and nothing else is sent.
  const message = /^arc-0 claims to lead, but only 2 of 4 voters .*\(quorum 3\); not in agreement: arc-1\.$/;
  await stage.condition('QuorumHealthy', { status: 'Unknown', reason: 'ViewsDisagree', message });
  await stage.verdict('arc-3', 'Blocked', 'ViewsDisagree', message);
  await stage.polls(6);
  stage.expect(stage.status.removal?.member === 'arc-4', 'the removal of arc-4 is not proven');
  stage.expectDeletes([{ member: 'arc-4', node: 'arc-0', status: 200 }]);

  stage.store.faults({}, 'arc-1');
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});

export const exLeaderShowsRemoval = scenario(
  '22b',
  'an ex-leader shows a removal that was never committed',
  options,
  async (stage) => {
    await stage.healthy();
    const followers = ['arc-1', 'arc-2', 'arc-3'];
    stage.store.faults({ log: 'stuck' }, ...followers);
    stage.store.ungraceful();
    stage.scale(4);
    const isShown = (): boolean => stage.store.shown('arc-0').join() === ids(4).join();
    await stage.until('arc-0 to show what it would like to commit', isShown);
    stage.store.isolate('arc-0');
    stage.store.faults({}, ...followers);

    // What it shows is the newest that anybody shows, and says nothing: the others' leader still lists the member.
    await stage.shows('another leader', ({ leader }) => leader !== undefined && leader !== 'arc-0');
    stage.expect(isShown(), 'arc-0 still shows the removal');
    await stage.shows('the end of the first removal', ({ removals }) => removals?.length === 1);
    stage.expectRemovals('arc-4 NotRemoved');
    const successor = stage.status.leader ?? '';
    await stage.shows('the end of the second removal', ({ removals }) => removals?.length === 2);
    stage.store.reconnect('arc-0');
    await stage.settled({ voters: ids(4) });
    stage.expectDeletes([
      { member: 'arc-4', node: 'arc-0' },
      { member: 'arc-4', node: successor, status: 200 },
    ]);
    stage.expectRemovals('arc-4 NotRemoved', 'arc-4 Removed');
  },
);

export const removedRunsOn = scenario(
  '22c',
  'a removed node runs on',
  { replicas: 4, arc: { generation: 'B' } },
  async (stage) => {
    await stage.healthy();
    // It said goodbye, so the others let it go; its process and its pod go on.
    stage.store.node('arc-3').coordinator.leave();
    await stage.shows('arc-3 as an absentee', ({ absentees = [] }) =>
      absentees.some(({ pod, why }) => pod === 'arc-3' && why === 'Joining'),
    );
    const missing = {
      status: 'False',
      reason: 'MemberMissing',
      message: /^arc-3: It says that it is clustered/,
    } as const;
    await stage.condition('MembersInSync', missing);
    await stage.condition('Ready', missing);
    await stage.polls(4);
    stage.expect(stage.status.voters === 3 && stage.status.liveVoters === 3, 'three voters are left, all live');
    stage.expectDeletes([]);

    // In generation B a node joins when it starts, and never again.
    stage.pods.crash('arc-3');
    await stage.settled({ voters: ids(4) });
    stage.expectRemovals();
  },
);
