import { decodeRaftCluster } from '../../src/api/decode.ts';
import type { DecodedRaftCluster } from '../../src/api/decode.ts';
import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import { formatTime, parseTime } from '../../src/ports/wall-time.ts';
import { epoch } from '../simulation/engine/process.ts';
import type { ClusterObject } from '../simulation/kubernetes/storage/objects-of.ts';
import { scenarios } from '../simulation/scenarios/all.ts';
import { play } from '../simulation/scenarios/play.ts';
import type { Stage } from '../simulation/scenarios/stage.ts';

type Holds = (status: RaftClusterStatus) => boolean;

const suspended: Holds = ({ conditions = [] }) => conditions.some(({ type }) => type === 'Suspended');

/** Every picture that a page should be able to give: the row of the removal rule (§6) that shows it, and when it does. */
const wanted: Readonly<Record<string, readonly [row: string, holds: Holds]>> = {
  healthy: ['1', ({ voters, conditions = [] }) => voters === 5 && conditions[0]?.reason === 'Healthy'],
  settling: ['1', ({ members = [] }) => members.filter(({ removableAt }) => removableAt).length === 2],
  removing: ['1', ({ removal, removals = [] }) => removal !== undefined && removals.length === 1],
  removed: ['1', ({ removals = [], conditions = [] }) => removals.length === 2 && conditions[0]?.status === 'True'],
  'quorum-lost': ['6', ({ conditions = [] }) => /kubectl scale/.test(conditions[0]?.message ?? '')],
  blocked: [
    '27',
    (status) => !suspended(status) && status.members?.filter(({ reason }) => reason === 'ObserveOnly').length === 2,
  ],
  suspended: ['27', suspended],
  'split-brain': ['23a', ready('SplitBrain')],
  unauthorized: ['21a', ready('AdminUnauthorized')],
  unconfirmed: [
    '15',
    ({ conditions = [] }) => conditions.some(({ type, status }) => type === 'Stalled' && status === 'True'),
  ],
  'not-removed': ['15', ({ removals = [] }) => removals.some(({ result }) => result === 'NotRemoved')],
  nonvoter: ['32', ({ members = [] }) => members.some(({ suffrage, live }) => suffrage === 'Nonvoter' && !live)],
  unmanaged: ['25', ({ members = [] }) => members.some(({ verdict }) => verdict === 'Unmanaged')],
  'not-clustered': ['24', ({ absentees = [] }) => absentees.length > 0],
  frozen: [
    '36',
    ({ members = [], leader }) =>
      leader !== undefined && members.some(({ live, verdict }) => !live && verdict === 'Keep'),
  ],
  hibernating: ['10a', ready('Hibernating')],
  spent: ['26', ({ members = [] }) => members.some(({ reason }) => reason === 'DecommissionSpent')],
  mismatch: ['40b', ({ members = [] }) => members.some(({ reason }) => reason === 'IdentityMismatch')],
  leftover: ['33', ({ leftovers = [] }) => leftovers.length > 0],
};

/** Shown as it began; the others as they were at last. */
const inMotion: ReadonlySet<string> = new Set(['settling', 'quorum-lost', 'suspended']);

/**
 * RaftClusters as the operator left them in simulated stories, by the name of what they show, and named so. Every time in
 * them is moved, so that each was written a moment before `now`, wall time in milliseconds.
 */
export async function realStates(now: number): Promise<ReadonlyMap<string, DecodedRaftCluster>> {
  const states = new Map<string, DecodedRaftCluster>();
  for (const [row, chosen] of Map.groupBy(Object.entries(wanted), ([, [of]]) => of)) {
    const history = await historyOf(row);
    for (const [name, [, holds]] of chosen) {
      const found = (inMotion.has(name) ? history : history.toReversed()).find(
        ({ object: { status } }) => status !== undefined && holds(status),
      );
      if (found === undefined) throw new Error(`story ${row} never shows ${name}`);
      const { object, at } = found;
      states.set(name, decodeRaftCluster(moved({ ...object, metadata: { ...object.metadata, name } }, now - at)));
    }
  }
  return states;
}

interface Written {
  readonly object: ClusterObject;
  /** Wall time in milliseconds. */
  readonly at: number;
}

async function historyOf(row: string): Promise<readonly Written[]> {
  const story = scenarios.find(({ number }) => number === row);
  if (story === undefined) throw new Error(`there is no story ${row}`);
  const history: Written[] = [];
  const prepare = ({ world }: Stage): void => {
    world.kubernetes.objects.watch('raftclusters', ({ after, at }) => {
      if (after) history.push({ object: after.object, at: epoch + at });
    });
  };
  await play(story, { seed: 1, prepare });
  return history;
}

/** Every time in `object`, wherever it is, by so many milliseconds. */
function moved(object: ClusterObject, by: number): unknown {
  const text = JSON.stringify(object).replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (time) =>
    formatTime((parseTime(time) ?? 0) + by),
  );
  return JSON.parse(text);
}

function ready(reason: string): Holds {
  return ({ conditions = [] }) => conditions.some((each) => each.type === 'Ready' && each.reason === reason);
}
