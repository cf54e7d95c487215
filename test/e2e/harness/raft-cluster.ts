import { expect } from '@jest/globals';

import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import { raftClusters } from './histories.ts';
import type { RaftClusterObject, Seen } from './histories.ts';
import type { Store } from './store.ts';
import type { Suite } from './suite.ts';

type Given = Readonly<Record<string, unknown>>;

/** What a scenario sets in the spec; the rest is the shortest that the API allows. */
export interface SpecOptions {
  readonly members?: readonly Given[];
  readonly admin?: Given;
  readonly removal?: Given;
  readonly decommission?: readonly string[];
  readonly suspend?: boolean;
  readonly scaleDownGuard?: 'Warn' | 'Enforce';
}

interface Finding {
  readonly status?: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: RegExp;
}

type Member = NonNullable<RaftClusterStatus['members']>[number];
type Condition = NonNullable<RaftClusterStatus['conditions']>[number];
type Absentee = NonNullable<RaftClusterStatus['absentees']>[number];

const patience = 90_000;

/** A RaftCluster as `kubectl` shows it. */
export class RaftCluster {
  readonly #suite: Suite;
  readonly #namespace: string;
  readonly #name: string;
  #uid: string | undefined;
  /** Of the spec that was applied last. */
  #generation: number | undefined;
  /** The state that was last waited for, in `history`. */
  #position = 0;
  #nonvoters: readonly string[] = [];

  constructor(suite: Suite, namespace: string, name: string) {
    this.#suite = suite;
    this.#namespace = namespace;
    this.#name = name;
  }

  /** Creates it or gives it this spec; what is left out is the default again. */
  async apply(options: SpecOptions): Promise<void> {
    const {
      members = [{ statefulSet: 'arc' }],
      admin,
      removal,
      decommission = [],
      suspend = false,
      scaleDownGuard,
    } = options;
    const { kube } = this.#suite.bed;
    const spec = {
      store: { type: 'Arc' },
      members,
      removal: { delay: '10s', ...removal },
      admin: { pollInterval: '10s', ...admin },
      decommission,
      suspend,
      ...(scaleDownGuard && { scaleDownGuard }),
    };
    await kube.apply([{ ...raftClusters, metadata: { name: this.#name, namespace: this.#namespace }, spec }]);
    const { metadata } = await kube.get<KubeObject>({ ...raftClusters, namespace: this.#namespace, name: this.#name });
    this.#uid = metadata.uid;
    this.#generation = metadata.generation;
  }

  /** From now on it is settled only with these live nonvoters beside its voters. */
  beside(nonvoters: readonly string[]): void {
    this.#nonvoters = nonvoters;
  }

  /** Resolves when it is gone. */
  async delete(): Promise<void> {
    const ref = { ...raftClusters, namespace: this.#namespace, name: this.#name };
    await this.#suite.bed.kube.delete(ref);
    await waitUntil(
      `the end of ${this.#name}`,
      { timeout: patience },
      async () => (await this.#suite.bed.kube.find(ref)) === undefined,
    );
  }

  /** As another controller does. */
  async annotate(annotations: Readonly<Record<string, string>>): Promise<void> {
    const ref = { ...raftClusters, namespace: this.#namespace, name: this.#name };
    await this.#suite.bed.kube.patch(ref, { metadata: { annotations } });
  }

  /** From the oldest to the newest; not those of another one that had its name before. */
  get history(): readonly Seen[] {
    const all = this.#suite.histories.of(this.#namespace, this.#name);
    return all.filter(({ object }) => object.metadata.uid === this.#uid);
  }

  get latest(): RaftClusterObject | undefined {
    return this.history.at(-1)?.object;
  }

  get status(): RaftClusterStatus {
    return this.latest?.status ?? {};
  }

  /**
   * Waits for a status about the newest spec that satisfies `holds`, however short it lasted: looks at every state from the
   * one on that was last waited for, and returns it.
   */
  async shows(what: string, holds: (status: RaftClusterStatus) => boolean): Promise<RaftClusterStatus> {
    return this.#waitFor(what, () => {
      const index = this.history.findIndex(
        ({ object }, position) => position >= this.#position && this.#isCurrent(object) && holds(object.status ?? {}),
      );
      if (index < 0) return undefined;
      this.#position = index;
      return this.history[index]?.object.status;
    });
  }

  /** Waits until the newest status satisfies `holds`. */
  async becomes(what: string, holds: (status: RaftClusterStatus) => boolean): Promise<void> {
    await this.#waitFor(what, () => this.latest && this.#isCurrent(this.latest) && holds(this.status));
    this.#position = this.history.length - 1;
  }

  /** Waits for a condition. */
  async conditionIs(type: Condition['type'], finding: Finding): Promise<void> {
    const what = `${type} ${finding.status ?? ''} ${finding.reason ?? ''} ${String(finding.message ?? '')}`;
    await this.shows(what, ({ conditions = [] }) =>
      conditions.some((condition) => condition.type === type && fits(condition, finding)),
    );
  }

  /** Waits for what the operator thinks of a member. */
  async verdictIs(id: string, verdict: Member['verdict'], reason: string, message = /./): Promise<void> {
    await this.shows(`${id} ${verdict} ${reason} ${String(message)}`, ({ members = [] }) =>
      members.some(
        (member) =>
          member.id === id && member.verdict === verdict && member.reason === reason && message.test(member.message),
      ),
    );
  }

  /** Waits for a pod that is no member, and why. */
  async absenteeIs(pod: string, why: Absentee['why'], message = /./): Promise<void> {
    await this.shows(`absentee ${pod} ${why} ${String(message)}`, ({ absentees = [] }) =>
      absentees.some((absentee) => absentee.pod === pod && absentee.why === why && message.test(absentee.message)),
    );
  }

  /** Waits until it is Ready with these voters and nothing in flight, and every node of the store says the same. */
  async settledAs(
    { voters, tolerance }: { readonly voters: readonly string[]; readonly tolerance?: number },
    ...stores: readonly Store[]
  ): Promise<void> {
    await this.becomes(`Ready with voters ${voters.join(', ')}`, (status) => {
      const members = status.members?.map(({ id }) => id) ?? [];
      const nonvoters = status.members?.filter(({ suffrage, live }) => suffrage === 'Nonvoter' && live) ?? [];
      const isTolerant = tolerance === undefined || status.faultTolerance === tolerance;
      return (
        isReady(status) &&
        isTolerant &&
        !status.removal &&
        isSame(members, [...voters, ...this.#nonvoters]) &&
        status.voters === voters.length &&
        this.#nonvoters.every((id) => nonvoters.some((nonvoter) => nonvoter.id === id))
      );
    });
    for (const store of stores) await store.everyNodeLists(voters);
  }

  /** The finished removals, as `arc-4 Removed`. */
  expectRemovals(expected: readonly string[]): void {
    expect(this.status.removals?.map(({ member, result }) => `${member} ${result}`) ?? []).toEqual(expected);
  }

  /** No member was ever given this reason. */
  expectNever(reason: Member['reason']): void {
    const given = this.history.flatMap(({ object }) => object.status?.members ?? []);
    expect(given.filter((member) => member.reason === reason)).toEqual([]);
  }

  /** Waits for events with these reasons, whatever else there is. */
  async expectEvents(...expected: readonly string[]): Promise<void> {
    await waitUntil(`events ${expected.join(', ')}`, { timeout: 10_000 }, async () => {
      const seen = new Set((await this.events()).map(({ reason }) => reason));
      const missing = expected.filter((reason) => !seen.has(reason));
      if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
      return true;
    });
  }

  async events(): Promise<readonly RaftClusterEvent[]> {
    const events = { apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace: this.#namespace };
    const all = await this.#suite.bed.kube.list<RaftClusterEvent>(events);
    return all.filter(({ regarding }) => regarding.name === this.#name && regarding.kind === 'RaftCluster');
  }

  #isCurrent({ metadata, status }: RaftClusterObject): boolean {
    return metadata.generation === this.#generation && status?.observedGeneration === this.#generation;
  }

  #waitFor<T>(what: string, look: () => T | undefined | false): Promise<T> {
    return waitUntil(`RaftCluster ${this.#namespace}/${this.#name} to show ${what}`, { timeout: patience }, look);
  }

  /** The state in a few lines, for a failure's message. */
  describe(): string {
    const { members = [], conditions = [], removal, removals = [], absentees = [] } = this.status;
    return [
      `RaftCluster ${this.#namespace}/${this.#name}: leader ${this.status.leader ?? '-'}, term ${this.status.term ?? '-'}`,
      ...conditions.map(({ type, status, reason, message }) => `  ${type}=${status} ${reason}: ${message}`),
      ...members.map(
        ({ id, live, verdict, reason, message }) =>
          `  ${id} ${live ? 'live' : 'not live'} ${verdict} ${reason}: ${message}`,
      ),
      ...absentees.map(({ pod, why, message }) => `  absent: ${pod} ${why}: ${message}`),
      `  removal: ${JSON.stringify(removal)}`,
      ...removals.map((finished) => `  finished: ${JSON.stringify(finished)}`),
    ].join('\n');
  }
}

export interface RaftClusterEvent extends KubeObject {
  readonly reason: string;
  readonly note: string;
  readonly regarding: { readonly kind: string; readonly name: string };
}

function isReady({ conditions = [] }: RaftClusterStatus): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

function fits(condition: Condition, { status, reason, message }: Finding): boolean {
  return (
    (status === undefined || condition.status === status) &&
    (reason === undefined || condition.reason === reason) &&
    (message === undefined || message.test(condition.message))
  );
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join() === others.toSorted().join();
}
