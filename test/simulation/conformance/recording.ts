import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import { type Asked, deletions, reads } from './requests.ts';
import {
  clusterStates,
  type ObservedCluster,
  type ObservedPod,
  type ObservedSet,
  podState,
  setState,
} from './states.ts';

/** Of something that is not there, in the status or at all. */
export const notListed = 'not listed';

export interface Stay {
  readonly state: string;
  /** Milliseconds; `Infinity` for how it began and how it ended, and for a DELETE; 0 for a kind of reads. */
  readonly lasted: number;
}

/** The states of everything that was watched, by its name, in their order, no state twice in a row. */
export type Threads = ReadonlyMap<string, readonly Stay[]>;

interface Entered {
  readonly state: string;
  readonly at: number;
}

export interface PodSeen {
  readonly uid: string;
  readonly state: string;
}

interface Act {
  readonly name: string;
  /** Wall time, milliseconds. */
  readonly from: number;
}

/** What a watch shows in the course of a story, whichever side it is played on. Times are wall time, milliseconds. */
export class Recording {
  readonly #threads = new Map<string, Entered[]>();
  readonly #pods = new Map<string, PodSeen>();
  readonly #comings: { readonly pod: string; readonly at: number; readonly isThere: boolean }[] = [];
  readonly #statuses: RaftClusterStatus[] = [];
  #said: ReadonlyMap<string, string> = new Map();
  readonly #acts: Act[] = [];
  #cluster: ObservedCluster | undefined;
  #isOver = false;

  /** The newest. */
  get cluster(): ObservedCluster | undefined {
    return this.#cluster;
  }

  /** Those that exist. */
  get pods(): ReadonlyMap<string, PodSeen> {
    return this.#pods;
  }

  setSeen(set: ObservedSet, at: number): void {
    this.#note(`set ${set.metadata.name}`, setState(set), at);
  }

  podSeen(pod: ObservedPod, at: number): void {
    const { name, uid = '' } = pod.metadata;
    const state = podState(pod);
    if (this.#pods.get(name)?.uid !== uid) this.#comings.push({ pod: name, at, isThere: true });
    this.#pods.set(name, { uid, state });
    this.#note(`pod ${name}`, state, at);
  }

  podGone({ metadata: { name, uid } }: ObservedPod, at: number): void {
    if (this.#pods.get(name)?.uid !== uid) return;
    this.#pods.delete(name);
    this.#comings.push({ pod: name, at, isThere: false });
    this.#note(`pod ${name}`, 'gone', at);
  }

  clusterSeen(cluster: ObservedCluster, at: number): void {
    this.#cluster = cluster;
    if (cluster.status === undefined || this.#isOver) return;
    this.#statuses.push(cluster.status);
    const says = clusterStates(cluster);
    for (const thing of this.#said.keys()) if (!says.has(thing)) this.#note(thing, notListed, at);
    for (const [thing, state] of says) this.#note(thing, state, at);
    this.#said = says;
  }

  /** What follows belongs to this part of the story. With the first, all before is forgotten but how it stands. */
  act(name: string, from: number): void {
    if (this.#acts.length === 0)
      for (const [thread, states] of this.#threads) this.#threads.set(thread, states.slice(-1));
    this.#acts.push({ name, from });
  }

  /** Nothing is recorded any more; answers what was. */
  end(asked: readonly Asked[], at: number): Threads {
    this.#isOver = true;
    const surroundings = { goneAt: this.#goneAt, statuses: this.#statuses };
    const ofRequests = this.#acts.flatMap(({ name, from }, index) => {
      const to = this.#acts[index + 1]?.from ?? at;
      const during = asked.filter((each) => each.at >= from && each.at < to);
      return [
        [`reads while ${name}`, reads(during).map((state) => ({ state, lasted: 0 }))],
        [`DELETEs while ${name}`, deletions(during, surroundings).map(forEver)],
      ] as const;
    });
    const watched = [...this.#threads].map(([thread, entered]) => [thread, staysOf(entered)] as const);
    return new Map<string, readonly Stay[]>([...watched, ...ofRequests]);
  }

  #note(thread: string, state: string, at: number): void {
    if (this.#isOver) return;
    const entered = this.#threads.get(thread);
    // What comes up in the course of the story was not there at its beginning.
    const before = this.#acts.length === 0 ? [] : [{ state: notListed, at: Number.NEGATIVE_INFINITY }];
    if (entered === undefined) this.#threads.set(thread, [...before, { state, at }]);
    else if (entered.at(-1)?.state !== state) entered.push({ state, at });
  }

  readonly #goneAt = (pod: string, at: number): number | undefined => {
    const last = this.#comings.findLast((coming) => coming.pod === pod && coming.at <= at);
    return last?.isThere === false ? last.at : undefined;
  };
}

function staysOf(entered: readonly Entered[]): readonly Stay[] {
  return entered.map(({ state, at }, index) => {
    const next = entered[index + 1];
    return { state, lasted: index === 0 || next === undefined ? Number.POSITIVE_INFINITY : next.at - at };
  });
}

function forEver(state: string): Stay {
  return { state, lasted: Number.POSITIVE_INFINITY };
}
