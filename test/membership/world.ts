import { raftClusterSpec } from '../../src/api/raftcluster.ts';
import type { RaftClusterStatus } from '../../src/api/raftcluster.ts';
import type { Environment } from '../../src/membership/context.ts';
import type { Reading, View } from '../../src/membership/evidence.ts';
import { memberIdOf } from '../../src/membership/identity.ts';
import { newMemory } from '../../src/membership/memory.ts';
import type { Memory } from '../../src/membership/memory.ts';
import type { Moment } from '../../src/membership/moment.ts';
import { podName } from '../../src/membership/observation.ts';
import type {
  CachedObservation,
  FreshObservation,
  PodFacts,
  Rival,
  SetFacts,
} from '../../src/membership/observation.ts';
import { settingsOf } from '../../src/membership/settings.ts';
import type { Settings } from '../../src/membership/settings.ts';
import { podsOfInterest, setsOfInterest } from '../../src/membership/sighted.ts';
import { afterPodEvent, afterSetEvent } from '../../src/membership/sightings.ts';
import { Nodes } from './nodes.ts';

type SetOptions = Partial<SetFacts> & { readonly memberId?: string; readonly protectedOrdinals?: readonly number[] };

const namespace = 'db';
const arcTraits = { heartbeatInterval: 5_000, longestAct: 15_000, leavesRecords: true };

/** A small world of StatefulSets, pods and Raft nodes, as one RaftCluster and its operator's memory see it. */
export class World extends Nodes {
  monotonic = 1_000_000;
  wall = Date.parse('2027-01-31T12:00:00.000Z');
  status: RaftClusterStatus = {};
  memory: Memory = newMemory('cluster-uid', 0, 0);
  environment: Environment = { traits: arcTraits, holder: 'operator-1' };
  generation = 1;
  /** What one round brings; by default the leader is read before and after all others. */
  round: (() => readonly Reading[]) | undefined;
  readonly #sets = new Map<string, SetFacts | 'absent'>();
  readonly #targets = new Map<string, { memberId: string; protectedOrdinals?: readonly number[] | undefined }>();
  readonly #pods = new Map<string, PodFacts | 'absent' | 'unknown'>();
  #spec: { removal?: object; admin?: object; decommission?: readonly string[]; suspend?: boolean } = {};
  #facts: {
    deleting?: boolean;
    mayRemove?: CachedObservation['mayRemove'];
    rivals?: readonly Rival[];
    invalid?: string;
  } = {};

  set(name: string, options: SetOptions = {}): this {
    const before = this.#sets.get(name);
    const { memberId, protectedOrdinals, ...facts } = options;
    const known: SetFacts =
      before !== undefined && before !== 'absent'
        ? before
        : {
            name,
            uid: `${name}-uid`,
            generation: 1,
            observedGeneration: 1,
            deleting: false,
            replicas: 3,
            start: 0,
            statusReplicas: 0,
            rolling: false,
          };
    this.#sets.set(name, { ...known, ...facts });
    const target = this.#targets.get(name) ?? { memberId: '{pod}' };
    this.#targets.set(name, {
      memberId: memberId ?? target.memberId,
      protectedOrdinals: protectedOrdinals ?? target.protectedOrdinals,
    });
    return this;
  }

  /** A StatefulSet of the namespace that the spec does not name. */
  foreignSet(name: string, options: Partial<SetFacts>): this {
    this.set(name, options);
    this.#targets.delete(name);
    return this;
  }

  missing(name: string): this {
    this.set(name);
    this.#sets.set(name, 'absent');
    return this;
  }

  /** Nothing is known of it. */
  unread(name: string): this {
    this.#sets.delete(name);
    return this;
  }

  /** Scales as a person does: the generation moves, and the controller has seen it. */
  scale(name: string, replicas: number): this {
    const set = this.#sets.get(name);
    const generation = typeof set === 'object' ? set.generation + 1 : 0;
    return this.event(name, { replicas, generation, observedGeneration: generation });
  }

  /** A watch event of a StatefulSet. */
  event(name: string, change: Partial<SetFacts> | 'added' | 'deleted'): this {
    const before = this.#sets.get(name);
    if (before === undefined || before === 'absent') throw new Error(`no set ${name}`);
    const after = typeof change === 'string' ? before : { ...before, ...change };
    this.#sets.set(name, change === 'deleted' ? 'absent' : after);
    const previous = change === 'added' ? undefined : before;
    const sightings = afterSetEvent(this.memory.sightings, name, previous, change === 'deleted' ? undefined : after);
    this.memory = { ...this.memory, sightings };
    return this;
  }

  /** An event in front of which another one was missed. */
  skip(name: string): this {
    return this.event(name, { generation: 3, observedGeneration: 3 });
  }

  /** The first `count` pods of a set, by default the first one, are voters. */
  voters(count: number, set = this.#firstSet(), from = 0): this {
    for (let ordinal = from; ordinal < from + count; ordinal++) this.member(this.idOf(set, ordinal));
    this.leaderId ??= this.configuration[0]?.id;
    return this;
  }

  pod(name: string, facts: Partial<PodFacts> | 'absent' | 'unknown' = {}): this {
    const set = [...this.#sets.keys()].find((each) => new RegExp(`^${each}-\\d+$`).test(name));
    const owner = set === undefined ? undefined : this.#sets.get(set);
    const ownerUid = owner === undefined || owner === 'absent' ? null : owner.uid;
    const standard = { name, uid: `${name}-uid`, ownerUid, terminating: false, ip: '10.0.0.1' };
    const found = typeof facts === 'string' ? facts : { ...standard, ...facts };
    this.#pods.set(name, found);
    if (typeof found !== 'string')
      this.memory = { ...this.memory, sightings: afterPodEvent(this.memory.sightings, found) };
    return this;
  }

  terminating(name: string): this {
    return this.pod(name, { terminating: true });
  }

  spec(spec: { removal?: object; admin?: object; decommission?: readonly string[]; suspend?: boolean }): this {
    this.#spec = { ...this.#spec, ...spec };
    this.generation++;
    return this;
  }

  facts(facts: {
    deleting?: boolean;
    mayRemove?: CachedObservation['mayRemove'];
    rivals?: readonly Rival[];
    invalid?: string;
  }): this {
    this.#facts = { ...this.#facts, ...facts };
    return this;
  }

  after(milliseconds: number): this {
    this.monotonic += milliseconds;
    this.wall += milliseconds;
    return this;
  }

  now(): Moment {
    return { monotonic: this.monotonic + 10, wall: this.wall + 10 };
  }

  settings(): Settings {
    const members = [...this.#targets].map(([statefulSet, { memberId, protectedOrdinals }]) => ({
      statefulSet,
      memberId,
      protectedOrdinals,
    }));
    return settingsOf(namespace, raftClusterSpec.parse({ store: { type: 'Arc' }, members, ...this.#spec }));
  }

  idOf(set: string, ordinal: number): string {
    return memberIdOf(this.#targets.get(set)?.memberId ?? '{pod}', { set, ordinal }, namespace);
  }

  fresh(): FreshObservation {
    return { ...this.observe(), freshness: 'fresh', firstReadAt: this.monotonic };
  }

  observe(): CachedObservation {
    const settings = this.settings();
    const pods = this.#observedPods(settings);
    const sets = new Map([...this.#sets].filter(([name]) => setsOfInterest(settings).has(name)));
    for (const name of setsOfInterest(settings))
      if (!this.#targets.has(name) && !sets.has(name)) sets.set(name, 'absent');
    const { invalid, rivals = [], mayRemove = 'allowed', deleting = false } = this.#facts;
    return {
      freshness: 'cached',
      cluster: {
        name: 'arc',
        uid: 'cluster-uid',
        generation: this.generation,
        createdAt: '2027-01-01T00:00:00Z',
        deleting,
        settings: invalid === undefined ? settings : { invalid },
        status: this.status,
      },
      rivals,
      sets,
      pods,
      readings: this.round?.() ?? this.readings(pods),
      mayRemove,
    };
  }

  readings(pods = this.#observedPods(this.settings())): readonly Reading[] {
    const asked = [...pods]
      .filter(([name, pod]) => pod !== 'absent' && this.ownId(name) !== undefined)
      .map(([name]) => name);
    const first = asked.filter((name) => this.ownId(name) === this.leaderId);
    return [
      ...first.map((name) => this.reading(name, 0, 1)),
      ...asked.filter((name) => !first.includes(name)).map((name) => this.reading(name, 2, 3)),
      ...first.map((name) => this.reading(name, 4, 5)),
    ];
  }

  /** One answer of a pod, asked and answered so many milliseconds after the round began. */
  reading(pod: string, asked: number, answered: number, answer?: Partial<View>): Reading {
    const found = this.#pods.get(pod);
    const uid = typeof found === 'object' ? found.uid : `${pod}-uid`;
    const result = answer ? ({ kind: 'view', view: { ...this.view(pod), ...answer } } as const) : this.answerOf(pod);
    return { pod, podUid: uid, askedAt: this.monotonic + asked, answeredAt: this.monotonic + answered, result };
  }

  protected ownId(pod: string): string | undefined {
    for (const [name, { memberId }] of this.#targets) {
      const ordinal = new RegExp(`^${name}-(\\d+)$`).exec(pod)?.[1];
      if (ordinal !== undefined) return memberIdOf(memberId, { set: name, ordinal: Number(ordinal) }, namespace);
    }
    return undefined;
  }

  #observedPods(settings: Settings): Map<string, PodFacts | 'absent'> {
    const pods = new Map<string, PodFacts | 'absent'>();
    const ids = [
      ...this.configuration.map(({ id }) => id),
      ...this.records.keys(),
      ...(this.status.members ?? []).map(({ id }) => id),
    ];
    for (const name of podsOfInterest([...ids, ...settings.decommission], settings)) pods.set(name, 'absent');
    for (const [name, set] of this.#sets) {
      if (set === 'absent') continue;
      for (let ordinal = set.start; ordinal < set.start + set.replicas; ordinal++) {
        const pod = podName(name, ordinal);
        pods.set(pod, { name: pod, uid: `${pod}-uid`, ownerUid: set.uid, terminating: false, ip: '10.0.0.1' });
      }
    }
    for (const [name, pod] of this.#pods) {
      if (pod === 'unknown') pods.delete(name);
      else pods.set(name, pod);
    }
    return pods;
  }

  #firstSet(): string {
    const [first] = this.#targets.keys();
    if (first === undefined) throw new Error('name a set first');
    return first;
  }
}
