import type { ConditionType } from '../../../src/api/conditions.ts';
import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import { adminToken, readToken } from '../arc/arc-cluster.ts';
import type { RemovalRequest } from '../arc/oracle/removal-request.ts';
import type { Exchange, Passage, Tap } from '../engine/exchange.ts';
import type { Route } from '../engine/network.ts';
import type { Users } from '../kubernetes/users.ts';
import { Oracles } from '../oracles/oracles.ts';
import { quorumOf, votersOf } from '../arc/raft/configuration.ts';
import type { SimulatedOperator } from '../world/simulated-operator.ts';
import { cluster, type OperatorOptions, World } from '../world/world.ts';
import { Pods } from './pods.ts';
import type { Scenario } from './scenario.ts';
import type { Matching } from './status-writes.ts';
import { Statuses } from './statuses.ts';
import { Store } from './store.ts';
import { timingsOf } from './timings.ts';

type Member = NonNullable<RaftClusterStatus['members']>[number];

/** Milliseconds that a wait may take, unless it is known to take longer: a store's silence, a removal's longest act, a backoff. */
const patience = 180_000;
/** What a new RaftCluster waits for before its first removal. Milliseconds. */
const firstWait = 20_000;
/** Of a set-up without a poll interval of its own. Milliseconds. */
const pollInterval = 10_000;

export interface StageOptions {
  readonly seed: number;
  /** False: what a story expects on its way is not checked, for runs that something else disturbs. */
  readonly isStrict?: boolean;
}

/** Where a scenario plays: a world with its oracles, and sentences about it. */
export class Stage {
  readonly world: World;
  readonly oracles: Oracles;
  readonly users: Users;
  readonly store: Store;
  readonly pods: Pods;
  readonly statuses: Statuses;
  readonly isStrict: boolean;
  /** Whom operators have sent a DELETE for, in order. */
  readonly sent: string[] = [];
  /** How many requests operators have sent to nodes. */
  adminRequests = 0;
  /** What no output may hold. */
  readonly tokens: string[] = [adminToken, readToken];
  #expectedDeletes: readonly ExpectedDelete[] = [];
  #sentInVain: readonly string[] = [];
  #route: Route;

  constructor({ options }: Pick<Scenario, 'options'>, { seed, isStrict = true }: StageOptions) {
    const { replicas = 5, ...world } = options;
    const { lag, route } = timingsOf(seed);
    const sets = world.sets ?? [{ name: cluster.name, replicas }];
    this.world = new World({ ...world, seed, sets, lag });
    this.oracles = new Oracles(this.world);
    this.#route = route;
    this.world.network.route(route);
    this.users = this.world.kubernetes.users;
    this.store = new Store(this.world);
    this.pods = new Pods(this.world);
    this.statuses = new Statuses(this.world);
    this.world.network.tap({
      sending: ({ origin, method, path }) => {
        if (!origin.startsWith('http:')) return;
        this.adminRequests++;
        if (method === 'DELETE') this.sent.push(path.slice(path.lastIndexOf('/') + 1));
      },
    });
    this.isStrict = isStrict;
  }

  /** A store whose pods are all members, led by `leader`, its RaftCluster and one operator, all of them well. */
  async healthy({ leader = 'arc-0', operator = {} }: HealthyOptions = {}): Promise<void> {
    await this.world.formed();
    await this.store.leadBy(leader);
    this.world.apply();
    this.startOperator(operator);
    await this.becomesHealthy();
    await this.pass(firstWait);
  }

  /** Every voter is live, and there is nothing to do. */
  async becomesHealthy(): Promise<void> {
    await this.shows('that all is well', ({ conditions = [], voters, liveVoters, removal, leader }) => {
      const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
      return isReady && voters === liveVoters && removal === undefined && leader === this.store.leader;
    });
  }

  startOperator(options: OperatorOptions = {}): SimulatedOperator {
    return this.world.startOperator(options);
  }

  /** The one that was started last. */
  get operator(): SimulatedOperator {
    const operator = this.world.operators.at(-1);
    if (operator === undefined) throw new Error('no operator was started');
    return operator;
  }

  get status(): RaftClusterStatus {
    return this.world.status;
  }

  member(id: string): Member | undefined {
    return this.status.members?.find((member) => member.id === id);
  }

  scale(replicas: number, set = cluster.name): void {
    this.users.scale(this.world.set(set), replicas);
  }

  async pass(duration: number): Promise<void> {
    await this.#run(duration);
  }

  /** Time in which a removal would have been sent. */
  async polls(count = 2): Promise<void> {
    await this.pass(count * pollInterval * 1.1);
  }

  /** Lets time pass until it holds. */
  async until(what: string, holds: () => boolean, longest = patience): Promise<void> {
    await this.#run(longest, holds);
    if (!holds()) this.#failed(`not within ${longest / 1000} s: ${what}`);
  }

  /** Until the status, and one that is about the newest spec, is so. */
  async shows(what: string, holds: (status: RaftClusterStatus) => boolean, longest = patience): Promise<void> {
    await this.until(`the status shows ${what}`, () => this.statuses.isCurrently(holds), longest);
  }

  async verdict(
    id: string,
    verdict: Member['verdict'],
    reason: Member['reason'],
    message = /./,
    longest = patience,
  ): Promise<void> {
    const fits = (member: Member): boolean =>
      member.id === id && member.verdict === verdict && member.reason === reason && message.test(member.message);
    await this.shows(`${id} as ${verdict} ${reason} ${message}`, ({ members = [] }) => members.some(fits), longest);
  }

  async condition(
    type: ConditionType,
    { status = 'True', reason, message = /./ }: Finding,
    longest = patience,
  ): Promise<void> {
    await this.shows(
      `${type} ${status} ${reason} ${message}`,
      ({ conditions = [] }) =>
        conditions.some(
          (condition) =>
            condition.type === type &&
            condition.status === status &&
            condition.reason === reason &&
            message.test(condition.message),
        ),
      longest,
    );
  }

  /** Until exactly these voters are committed, all of them live unless `live` says fewer, and there is nothing to do. */
  async settled({ voters, live = voters.length, longest = patience }: Settled): Promise<void> {
    const { arc } = this.world;
    const wanted = voters.toSorted().join();
    const isCommitted = (): boolean =>
      votersOf(arc.committed)
        .map(({ id }) => id)
        .toSorted()
        .join() === wanted;
    const isShown = ({ conditions = [], removal, liveVoters, members = [], ...status }: RaftClusterStatus): boolean =>
      conditions.some(({ type, status: ready }) => type === 'Ready' && ready === 'True') &&
      removal === undefined &&
      liveVoters === live &&
      status.faultTolerance === live - quorumOf(arc.committed) &&
      members.flatMap(({ id, suffrage }) => (suffrage === 'Voter' ? id : [])).join() === wanted;
    const what = `${wanted} as the voters, ${live} of them live, and nothing to do`;
    await this.shows(what, (status) => isCommitted() && isShown(status), longest);
  }

  /** Until a DELETE of that member has reached the store, once more than before. */
  async deletion(member: string): Promise<RemovalRequest | undefined> {
    const deletions = (): readonly RemovalRequest[] => this.world.arc.removals.filter((each) => each.member === member);
    const before = deletions().length;
    await this.until(`a DELETE of ${member}`, () => deletions().length > before);
    return deletions().at(-1);
  }

  /** Calls `action` once, at the first exchange of that kind that comes to that point. */
  once(
    point: 'sending' | 'arrived' | 'answered' | 'delivered',
    matching: Matching,
    action: (at: Exchange) => void,
  ): void {
    let isOver = false;
    const meet = (exchange: Exchange): void => {
      if (isOver || !matching(exchange)) return;
      isOver = true;
      action(exchange);
    };
    const tap: Tap = { [point]: meet };
    this.world.network.tap(tap);
  }

  /** What else the way does to an exchange: later ones win. */
  delay(detour: (exchange: Exchange) => Partial<Passage>): void {
    const route = this.#route;
    this.#route = (exchange) => ({ ...route(exchange), ...detour(exchange) });
    this.world.network.route(this.#route);
  }

  /** Exactly these DELETEs were sent and have reached the store so far, in this order. `sentInVain` did not reach it. */
  expectDeletes(expected: readonly (string | ExpectedDelete)[], sentInVain: readonly string[] = []): void {
    this.#expectedDeletes = expected.map((each) => (typeof each === 'string' ? { member: each } : each));
    this.#sentInVain = sentInVain;
    this.checkDeletes();
  }

  /** Nothing was sent beyond what was expected last. */
  checkDeletes(): void {
    const expected = this.#expectedDeletes;
    const { removals } = this.world.arc;
    const fits = (expectation: ExpectedDelete, index: number): boolean =>
      Object.entries(expectation).every(([key, value]) => Reflect.get(removals[index] ?? {}, key) === value);
    const shown = removals.map(({ member, node, status, fault }) => JSON.stringify({ member, node, status, fault }));
    if (removals.length !== expected.length || !expected.every(fits))
      this.#failed(`expected DELETEs ${JSON.stringify(expected)}, but the store was sent [${shown.join(', ')}]`);
    const sent = this.sent.toSorted().join();
    const received = [...removals.map(({ member }) => member), ...this.#sentInVain].toSorted().join();
    if (sent !== received) this.#failed(`DELETEs were sent for [${sent}], but [${received}] were expected`);
  }

  /** The finished removals, the oldest first: `arc-4 Removed`. */
  expectRemovals(...expected: readonly string[]): void {
    const shown = (this.status.removals ?? []).map(({ member, result }) => `${member} ${result}`);
    this.expect(
      shown.join(', ') === expected.join(', '),
      `expected the removals [${expected.join(', ')}], not [${shown.join(', ')}]`,
    );
  }

  /** Somebody was told so by an event. */
  expectEvents(...reasons: readonly string[]): void {
    const events = this.world.kubernetes.objects.list('events');
    const told = new Set(events.map((event): unknown => Reflect.get(event, 'reason')));
    const missing = reasons.filter((reason) => !told.has(reason));
    this.expect(missing.length === 0, `no event tells ${missing.join(', ')}`);
  }

  expect(holds: boolean, otherwise: string): void {
    if (!holds) this.#failed(otherwise);
  }

  /** What must never happen ends a story at once: who knows for how long it would go on. */
  async #run(duration: number, holds: () => boolean = () => false): Promise<void> {
    const isViolated = (): boolean => this.isStrict && this.oracles.violations.length > 0;
    await this.world.timeline.run(this.world.now + duration, () => holds() || isViolated());
    if (isViolated()) throw new Error('what must never happen has happened');
  }

  #failed(message: string): void {
    this.world.trace.tell('scenario', message);
    if (this.isStrict) throw new Error(message);
  }
}

export interface HealthyOptions {
  readonly leader?: string;
  readonly operator?: OperatorOptions;
}

export interface Settled {
  readonly voters: readonly string[];
  readonly live?: number;
  readonly longest?: number;
}

export interface Finding {
  readonly status?: 'True' | 'False' | 'Unknown';
  readonly reason: Member['reason'];
  readonly message?: RegExp;
}

export type ExpectedDelete = Pick<RemovalRequest, 'member'> & Partial<RemovalRequest>;

/** The ids of the first members of the set `arc`. */
export function ids(replicas: number): readonly string[] {
  return Array.from({ length: replicas }, (_, ordinal) => `arc-${ordinal}`);
}
