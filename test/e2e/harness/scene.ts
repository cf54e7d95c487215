import { expect } from '@jest/globals';

import { reasons } from '../../../src/api/reasons.ts';
import { tokenSecret } from '../../testbed/arc-cluster.ts';
import type { LoggedRequest } from '../../testbed/request-log.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { deletionsIn, violationsIn } from './deletions.ts';
import type { Deletion } from './deletions.ts';
import { Golden } from './golden.ts';
import { leaksIn } from './leaks.ts';
import { maskedDescription, maskedTable } from './masked.ts';
import type { OperatorOptions, SceneOperator } from './operator-process.ts';
import { RaftCluster } from './raft-cluster.ts';
import type { RaftClusterEvent, SpecOptions } from './raft-cluster.ts';
import { Store } from './store.ts';
import type { StoreOptions } from './store.ts';
import type { Suite } from './suite.ts';
import { timingsOf } from './timings.ts';
import type { Generation, Scenario } from './scenario.ts';

/** Most of a poll interval of 10 s: polls come up to a tenth early. Milliseconds. */
const betweenPolls = 8_000;

type ExpectedDeletion = Pick<Deletion, 'member'> & Partial<Deletion>;

/** Of a store in generation B. */
const readerSet = { name: 'arc-reader', role: 'reader', seedSet: 'arc' } as const;
const readerIds = ['arc-reader-0', 'arc-reader-1'];

export interface Healthy {
  readonly store: Store;
  /** Its nonvoters, if it has any. */
  readonly readers: Store | undefined;
  readonly raft: RaftCluster;
  readonly operator: SceneOperator;
}

/** What one scenario has for itself: a namespace, its stores, RaftClusters and operators. */
export class Scene {
  readonly suite: Suite;
  readonly namespace: string;
  readonly #generation: Generation;
  readonly #operators: SceneOperator[] = [];
  readonly #raftClusters: RaftCluster[] = [];
  readonly #tokens: string[] = [];
  readonly #golden: Golden | undefined;
  readonly #startedAt = performance.now();
  #expected: readonly ExpectedDeletion[] = [];
  #onlyFollowers = false;
  #timed = true;

  private constructor(suite: Suite, namespace: string, { title, generation = 'A', isSeenElsewhere = false }: Scenario) {
    this.suite = suite;
    this.namespace = namespace;
    this.#generation = generation;
    this.#golden = isSeenElsewhere ? undefined : new Golden(title, suite.golden);
  }

  /** Plays a scenario in a namespace of its own, and checks what holds for all of them. */
  static async play(suite: Suite, namespace: string, scenario: Scenario): Promise<void> {
    const scene = new Scene(suite, namespace, scenario);
    const { title } = scenario;
    try {
      await suite.bed.namespace(namespace);
      await scenario.play(scene);
      await scene.#end();
    } catch (error) {
      throw new Error(`${title}\n${scene.#describe()}`, { cause: error });
    } finally {
      scene.#record(title);
      await scene.#leave();
    }
  }

  /** A store with this many nodes, all of them Ready. */
  async store(replicas: number, options: StoreOptions = {}): Promise<Store> {
    const generation = this.#generation === 'B' ? ['--generation=B'] : [];
    const flags = [...generation, ...(options.flags ?? [])];
    const store = new Store(this.suite, this.namespace, { ...options, flags });
    await store.start(replicas);
    return store;
  }

  async raftCluster(spec: SpecOptions = {}, name = 'arc'): Promise<RaftCluster> {
    await this.suite.crds();
    const raftCluster = new RaftCluster(this.suite, this.namespace, name);
    this.#raftClusters.push(raftCluster);
    await raftCluster.apply(spec);
    return raftCluster;
  }

  async operator(options: OperatorOptions = {}): Promise<SceneOperator> {
    const operator = await this.suite.operator(this.namespace, options);
    this.#operators.push(operator);
    return operator;
  }

  /** A store `arc` with its RaftCluster and operator, all of them well; in generation B with two readers. */
  async healthy(replicas: number, spec: SpecOptions = {}, options: StoreOptions = {}): Promise<Healthy> {
    const [store, operator] = await Promise.all([
      this.store(replicas, options),
      this.suite.crds().then(() => this.operator()),
    ]);
    await store.leader();
    const readers =
      this.#generation === 'B' ? await this.store(readerIds.length, { ...options, ...readerSet }) : undefined;
    const members = [{ statefulSet: 'arc' }, { statefulSet: readerSet.name }];
    const raft = await this.raftCluster({ ...(readers && { members }), ...spec });
    if (readers) raft.beside(readerIds);
    await raft.settledAs({ voters: ids(replicas) }, store);
    return { store, readers, raft, operator };
  }

  /** The Secret that a store and a RaftCluster read their token from. No output of an operator may hold what is in it. */
  async token(secret: string, token: string, others: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#tokens.push(token, ...Object.values(others));
    const manifest = tokenSecret(this.namespace, secret, token);
    await this.suite.bed.kube.apply([{ ...manifest, stringData: { 'bootstrap-token': token, ...others } }]);
  }

  get requests(): readonly LoggedRequest[] {
    return this.suite.bed.requestLog(this.namespace);
  }

  get deletions(): readonly Deletion[] {
    return deletionsIn(this.requests);
  }

  /** Exactly these DELETEs reached the store so far, in this order; at the end of the scenario there may be no other. */
  expectDeletes(expected: readonly ExpectedDeletion[]): void {
    this.#expected = expected;
    expect(this.deletions).toEqual(expected.map((deletion) => expect.objectContaining(deletion)));
  }

  async deletion(what: string, holds: (deletion: Deletion) => boolean): Promise<Deletion> {
    return waitUntil(what, { timeout: 60_000 }, () => this.deletions.find(holds));
  }

  /** Waits until the operator polled so often again: the time in which a removal would have been sent, seen from the store. */
  async pollsLater(polls = 2): Promise<void> {
    let last = Date.now();
    for (let poll = 0; poll < polls; poll++) {
      const next = await waitUntil('a poll', { timeout: 45_000, interval: 250 }, () =>
        this.requests.find(({ at, path }) => path === '/api/v1/cluster' && at >= last + betweenPolls),
      );
      last = next.at;
    }
  }

  /**
   * Waits until `kubectl get raft -o wide` and `kubectl describe raft` print what the golden file says of this moment. To be
   * called where a situation stands: what passes by itself within seconds may be missed.
   */
  async show(moment: string): Promise<void> {
    const inNamespace = ['-n', this.namespace];
    await this.#golden?.show(moment, async () => {
      const table = await this.suite.kubectl(['get', 'raft', '-o', 'wide', ...inNamespace]);
      const description = await this.suite.kubectl(['describe', 'raft', ...inNamespace]);
      return [
        `$ kubectl get raft -o wide\n${maskedTable(table)}`,
        `$ kubectl describe raft\n${maskedDescription(description)}`,
      ].join('\n\n');
    });
  }

  /** When its first removal may be sent cannot be seen from outside: only what follows another one is timed. */
  timeOnlyFollowers(): void {
    this.#onlyFollowers = true;
  }

  /** A fault, or a person, holds removals up: how long they took says nothing. */
  timeNothing(): void {
    this.#timed = false;
  }

  async #end(): Promise<void> {
    const running = this.#operators.filter(({ over }) => !over);
    const metrics = await Promise.all(running.map((operator) => operator.metrics()));
    for (const operator of running) await operator.stop();
    this.expectDeletes(this.#expected);
    this.#golden?.end();
    const removals = this.#raftClusters.flatMap(({ status }) => status.removals ?? []);
    const surroundings = { namespace: this.namespace, presence: this.suite.presence, removals };
    const isMeantForFollower = (index: number) => this.#expected[index]?.onLeader === false;
    expect(violationsIn(this.deletions, { ...surroundings, isMeantForFollower })).toEqual([]);
    const records = removals.map(({ member, startedAt }) => `${member} ${startedAt}`);
    expect(records).toEqual([...new Set(records)]);
    const events = (await Promise.all(this.#raftClusters.map((raftCluster) => raftCluster.events()))).flat();
    expect(this.#unknownReasons(events)).toEqual([]);
    const shown = JSON.stringify([
      this.#operators.map(({ output }) => output),
      metrics,
      this.#raftClusters.map(({ history }) => history),
      events,
    ]);
    expect(leaksIn(shown, this.#tokens)).toEqual([]);
  }

  /** Reasons that were shown and are in no list. */
  #unknownReasons(events: readonly RaftClusterEvent[]): readonly string[] {
    const known = new Set<string>(reasons);
    const statuses = this.#raftClusters.flatMap(({ history }) => history.map(({ object }) => object.status ?? {}));
    const shown = [...events, ...statuses.flatMap(({ members = [], conditions = [] }) => [...members, ...conditions])];
    return [...new Set(shown.map(({ reason }) => reason))].filter((reason) => !known.has(reason));
  }

  #record(title: string): void {
    const { deletions } = this;
    const unexpected = deletions.filter(({ member }, index) => this.#expected[index]?.member !== member).length;
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    const [raftCluster] = this.#raftClusters;
    const evidence = {
      namespace: this.namespace,
      presence: this.suite.presence,
      requests: this.requests,
      operators: this.#operators,
      onlyFollowers: this.#onlyFollowers,
    };
    const timings = raftCluster && this.#timed ? timingsOf(deletions, raftCluster, evidence) : [];
    this.suite.results.push({ title, seconds, deletions, unexpected, timings });
  }

  async #leave(): Promise<void> {
    await Promise.all(this.#operators.map((operator) => operator.kill()));
    this.suite.bed.agent.ungraceful(this.namespace);
    await this.suite.bed.kube.delete({ apiVersion: 'v1', kind: 'Namespace', name: this.namespace });
  }

  #describe(): string {
    const sent = this.deletions.map((deletion) => `  ${JSON.stringify(deletion)}`);
    const logs = this.#operators.map(({ name, output }) => `${name}:\n${output.slice(-4_000)}`);
    return [...this.#raftClusters.map((raftCluster) => raftCluster.describe()), 'DELETEs:', ...sent, ...logs].join(
      '\n',
    );
  }
}

/** The ids of the first members of the set `arc`. */
export function ids(replicas: number): readonly string[] {
  return Array.from({ length: replicas }, (_, ordinal) => `arc-${ordinal}`);
}
