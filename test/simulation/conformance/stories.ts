import { idsOf, type Side } from './side.ts';
import type { SetUp, Story } from './story.ts';

const ids = (replicas: number): readonly string[] => idsOf('arc', replicas);
const arc = (replicas: number, leader = 'arc-0'): SetUp => ({ sets: [{ name: 'arc', replicas }], leader });

/** Milliseconds of the delay that are left when the pods are wanted again. */
const left = 4_000;

const ungracefulScaleDown: Story = {
  number: '1',
  title: '5→3, pods killed without leave',
  setUp: arc(5),
  play: async (side) => {
    side.ungraceful();
    await side.scale(3);
    await side.settled(ids(3));
    await rest(side);
  },
};

const gracefulLeave: Story = {
  number: '2',
  title: '5→3, the leaving nodes say goodbye',
  setUp: arc(5),
  play: async (side) => {
    await side.scale(3);
    await side.settled(ids(3));
    await rest(side);
  },
};

const leaderGoes: Story = {
  number: '3',
  title: '3→2, the pod that goes was the leader',
  setUp: arc(3, 'arc-2'),
  play: async (side) => {
    side.ungraceful();
    await side.scale(2);
    await side.settled(ids(2));
    await rest(side);
  },
};

const inRangePods: Story = {
  number: '4',
  title: 'in-range pods are down for long, evicted, crash, force-deleted',
  setUp: arc(5),
  play: async (side) => {
    side.ungraceful();
    await side.stayDown('arc-4');
    side.hold('arc-3');
    await side.evict('arc-3');
    await side.shows('two voters that are not live', ({ liveVoters }) => liveVoters === 3);
    side.act('two wanted pods are down');
    await side.polls();
    side.act('they come back');
    side.release('arc-3');
    side.release('arc-4');
    await side.podsReady(ids(5));
    await side.settled(ids(5));
    side.act('one crashes');
    await side.crash('arc-1');
    await side.podIs('Running', 'arc-1');
    await side.podsReady(ids(5));
    await side.settled(ids(5));
    await side.polls(1);
    side.act('one is deleted by force');
    const before = uids(side);
    await side.deleteByForce('arc-2');
    await side.until('another arc-2', () => !before.has(side.recording.pods.get('arc-2')?.uid ?? [...before][0] ?? ''));
    await side.podsReady(ids(5));
    await side.settled(ids(5));
    await rest(side);
  },
};

const rollingRestart: Story = {
  number: '5',
  title: 'rolling restart of every pod',
  setUp: arc(3),
  play: async (side) => {
    const before = uids(side);
    await side.restartAll();
    await side.podsReady(ids(3), before);
    await side.settled(ids(3));
    await rest(side);
  },
};

const quorumLost: Story = {
  number: '6',
  title: '3→1 at once, and back',
  setUp: arc(3),
  play: async (side) => {
    side.ungraceful();
    await side.scale(1);
    await side.condition('QuorumHealthy', 'False', 'QuorumLost');
    await side.condition('Ready', 'False', 'QuorumLost');
    side.act('the quorum is lost');
    await side.polls();
    side.act('scaled back');
    await side.scale(3);
    await side.podsReady(ids(3));
    await side.settled(ids(3));
    await rest(side);
  },
};

const thereAndBack: Story = {
  number: '7',
  title: '5→3 and back to 5 within the delay',
  setUp: arc(5),
  play: async (side) => {
    side.ungraceful();
    await side.scale(3);
    await side.verdict('arc-3', 'Waiting', 'Settling');
    await side.verdict('arc-4', 'Waiting', 'Settling');
    const removableAt = (side.status.members ?? []).map(({ removableAt: at = '9999' }) => Date.parse(at));
    await side.until('most of the delay to pass', () => side.now >= Math.min(...removableAt) - left);
    side.act('back again');
    await side.scale(5);
    await side.podsReady(ids(5));
    await side.settled(ids(5));
    await rest(side);
  },
};

const survivorDown: Story = {
  number: '9',
  title: '5→3 with one of the three survivors down',
  setUp: arc(5),
  play: async (side) => {
    side.ungraceful();
    await side.stayDown('arc-1');
    await side.scale(3);
    await side.condition('QuorumHealthy', 'False', 'QuorumLost');
    await side.verdict('arc-4', 'Blocked', 'QuorumLost');
    side.act('the quorum is lost');
    await side.polls();
    side.act('the survivor is back');
    side.release('arc-1');
    await side.settled(ids(3));
    await rest(side);
  },
};

const twoSets: Story = {
  number: '12',
  title: 'two sets, names with a common prefix, ordinals above 10',
  setUp: {
    sets: [
      { name: 'arc', replicas: 3, start: 9 },
      { name: 'arc-1', replicas: 3, start: 9 },
    ],
    leader: 'arc-9',
  },
  play: async (side) => {
    side.ungraceful();
    await side.scale(2, 'arc');
    await side.verdict('arc-11', 'Waiting', 'Settling');
    await side.scale(2, 'arc-1');
    await side.settled(['arc-9', 'arc-10', 'arc-1-9', 'arc-1-10']);
    side.act('one less again');
    await side.scale(1, 'arc-1');
    await side.settled(['arc-9', 'arc-10', 'arc-1-9']);
    await rest(side);
  },
};

const observeAndSuspend: Story = {
  number: '27',
  title: 'Observe, then suspended, then let go',
  setUp: { ...arc(5), mode: 'Observe' },
  play: async (side) => {
    side.ungraceful();
    await side.scale(3);
    await side.verdict('arc-3', 'Blocked', 'ObserveOnly');
    await side.verdict('arc-4', 'Blocked', 'ObserveOnly');
    side.act('the plan stands');
    await side.polls();
    await side.edit({ suspend: true });
    await side.condition('Suspended', 'True', 'Suspended');
    side.act('suspended');
    const since = side.now;
    await side.until('two polls that do not come', () => side.now >= since + 22_000);
    side.act('let go');
    await side.edit({ suspend: false, mode: 'Automatic' });
    await side.settled(ids(3));
    await rest(side);
  },
};

/** The longest first. */
export const stories: readonly Story[] = [
  observeAndSuspend,
  inRangePods,
  twoSets,
  survivorDown,
  thereAndBack,
  quorumLost,
  rollingRestart,
  ungracefulScaleDown,
  leaderGoes,
  gracefulLeave,
];

async function rest(side: Side): Promise<void> {
  side.act('at rest');
  await side.polls();
}

function uids({ recording }: Side): ReadonlySet<string> {
  return new Set([...recording.pods.values()].map(({ uid }) => uid));
}
