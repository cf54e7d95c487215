import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import { Recording, type Threads } from './recording.ts';
import type { Asked } from './requests.ts';
import type { SetUp } from './story.ts';

/** Milliseconds that one wait may take. */
export const patience = 120_000;
/** What a new RaftCluster waits for before its first removal, and a little. Milliseconds. */
const firstWait = 20_000;
/** Most of the poll interval of 10 s: polls come up to a tenth early. Milliseconds. */
const betweenPolls = 8_000;

/** Where a story is played: what can be done there, and what can be waited for. The real one and the model are alike here. */
export abstract class Side {
  readonly recording = new Recording();

  /** Everything that the story needs, all of it well, led by `leader`. */
  protected abstract build(setUp: SetUp): Promise<void>;
  /** Waits for at most so many milliseconds; throws. */
  abstract until(what: string, holds: () => boolean, longest?: number): Promise<void>;
  /** Wall time, milliseconds. */
  abstract get now(): number;
  /** What has reached the store so far, without our own questions once the story has begun. */
  protected abstract get asked(): readonly Asked[];
  /** Ends what runs, whatever happened. */
  abstract leave(): Promise<void>;

  abstract scale(replicas: number, set?: string): Promise<void>;
  /** `kubectl rollout restart` */
  abstract restartAll(): Promise<void>;
  /** Changes the spec of the RaftCluster. */
  abstract edit(change: { readonly suspend?: boolean; readonly mode?: 'Automatic' | 'Observe' }): Promise<void>;
  /** Through the eviction subresource. */
  abstract evict(pod: string): Promise<void>;
  abstract deleteByForce(pod: string): Promise<void>;
  /** From now on nodes that are told to stop say no goodbye. */
  abstract ungraceful(): void;
  /** SIGKILL; the process is started again in place. */
  abstract crash(pod: string): Promise<void>;
  /** No process is started for pods of that name until `release`. */
  abstract hold(pod: string): void;
  abstract release(pod: string): void;

  /** Recording begins when all is well. */
  async begin(setUp: SetUp): Promise<void> {
    await this.build(setUp);
    await this.settled(setUp.sets.flatMap(({ name, replicas, start = 0 }) => idsOf(name, replicas, start)));
    const since = this.now;
    await this.until('a new RaftCluster to be old enough', () => this.now >= since + firstWait);
    this.act('all is well');
  }

  act(name: string): void {
    this.recording.act(name, this.now);
  }

  end(): Threads {
    return this.recording.end(this.asked, this.now);
  }

  get status(): RaftClusterStatus {
    return this.recording.cluster?.status ?? {};
  }

  /** Until a status that is about the newest spec is so. */
  async shows(what: string, holds: (status: RaftClusterStatus) => boolean): Promise<void> {
    await this.until(`the status to show ${what}`, () => {
      const { metadata, status } = this.recording.cluster ?? {};
      return status !== undefined && status.observedGeneration === metadata?.generation && holds(status);
    });
  }

  async verdict(id: string, verdict: string, reason: string): Promise<void> {
    await this.shows(`${id} as ${verdict} ${reason}`, ({ members = [] }) =>
      members.some((member) => member.id === id && member.verdict === verdict && member.reason === reason),
    );
  }

  async condition(type: string, holds: string, reason: string): Promise<void> {
    await this.shows(`${type} ${holds} ${reason}`, ({ conditions = [] }) =>
      conditions.some((each) => each.type === type && each.status === holds && each.reason === reason),
    );
  }

  /** Until it is Ready with exactly these voters, all of them live, and nothing is in flight. */
  async settled(voters: readonly string[]): Promise<void> {
    await this.shows(`Ready with ${voters.join(', ')}`, ({ conditions = [], members = [], removal, liveVoters }) => {
      const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
      const shown = members.map(({ id }) => id).toSorted();
      return isReady && !removal && liveVoters === voters.length && shown.join() === voters.toSorted().join();
    });
  }

  /** Until exactly these pods are Ready and no others exist; with `before`, none of them one of those. */
  async podsReady(pods: readonly string[], before: ReadonlySet<string> = new Set()): Promise<void> {
    await this.until(`Ready pods ${pods.join(', ')}`, () => {
      const all = this.recording.pods;
      const isReady = (name: string): boolean => {
        const pod = all.get(name);
        return pod?.state === 'Ready' && !before.has(pod.uid);
      };
      return all.size === pods.length && pods.every(isReady);
    });
  }

  async podIs(state: string, pod: string): Promise<void> {
    await this.until(`${pod} to be ${state}`, () => (this.recording.pods.get(pod)?.state ?? 'gone') === state);
  }

  /** SIGKILL, and no new process until `release`. */
  async stayDown(pod: string): Promise<void> {
    this.hold(pod);
    await this.crash(pod);
  }

  /** Until the operator has polled the store so often again: time in which a removal would have been sent. */
  async polls(count = 2): Promise<void> {
    for (let poll = 0, last = this.now; poll < count; poll++) {
      const next = (): Asked | undefined => this.asked.find(({ at }) => at >= last + betweenPolls);
      await this.until('a poll', () => next() !== undefined);
      last = next()?.at ?? last;
    }
  }
}

export function idsOf(set: string, replicas: number, start = 0): readonly string[] {
  return Array.from({ length: replicas }, (_, index) => `${set}-${start + index}`);
}
