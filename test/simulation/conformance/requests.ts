import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';

/** A request that has reached a node of the store. */
export interface Asked {
  /** Wall time, milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly pod: string;
  readonly wasLeader: boolean;
  readonly hasToken: boolean;
  /** Undefined: not answered. */
  readonly status: number | undefined;
}

export interface Surroundings {
  /** When the pod of that name was last seen to go before `at`; undefined: it is there, or never was. */
  readonly goneAt: (pod: string, at: number) => number | undefined;
  readonly statuses: readonly RaftClusterStatus[];
}

/** Of every story, less what a watch may lag behind. Milliseconds. */
const delay = 9_500;
const prefix = '/api/v1/cluster/nodes/';

/** Every DELETE, with whom it was sent to and all that had to come before it. */
export function deletions(asked: readonly Asked[], { goneAt, statuses }: Surroundings): readonly string[] {
  return asked.flatMap(({ at, method, path, wasLeader, hasToken, status }) => {
    if (method !== 'DELETE') return [];
    const member = path.slice(prefix.length);
    const goneFor = at - (goneAt(member, at) ?? Number.POSITIVE_INFINITY);
    const isRecorded = statuses.some(
      ({ removal }) => removal?.member === member && Date.parse(removal.startedAt) <= at,
    );
    const ended = new Set(statuses.flatMap(({ removals = [] }) => removals.map((each) => JSON.stringify(each))));
    const before = [...ended]
      .map((text) => JSON.parse(text) as NonNullable<RaftClusterStatus['removals']>[number])
      .filter(({ finishedAt }) => Date.parse(finishedAt) <= at)
      .map((removal) => removal.member);
    const facts = [
      `${hasToken ? 'with' : 'without'} token`,
      `asked ${wasLeader ? 'the leader' : 'a follower'}`,
      goneFor >= delay ? 'its pod gone for the delay' : 'its pod NOT gone for the delay',
      isRecorded ? 'recorded before' : 'NOT recorded before',
      before.length === 0 ? 'nothing removed before' : `after the end of ${before.join(', ')}`,
      `answer ${status ?? 'none'}`,
    ];
    return `DELETE ${member}: ${facts.join('; ')}`;
  });
}

/** Which kinds of reads there were, by their names: how many, and in which order, depends on how long things took. */
export function reads(asked: readonly Asked[]): readonly string[] {
  const kinds = asked.flatMap(({ method, path, wasLeader, hasToken, status }) => {
    const what = `${method} ${path} of ${wasLeader ? 'the leader' : 'others'}${hasToken ? '' : ' without token'}: ${status}`;
    return method === 'DELETE' ? [] : what;
  });
  return [...new Set(kinds)].toSorted();
}
