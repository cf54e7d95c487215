import type { RaftClusterSpec } from '../../../src/api/raftcluster.ts';
import { parseDuration } from '../../../src/api/duration.ts';
import { protectedOrdinals } from '../../../src/api/spec.ts';
import type { Exchange } from '../engine/exchange.ts';
import type { ArcNode } from '../arc/arc-node.ts';
import { cluster, namespace } from '../world/world.ts';
import type { World } from '../world/world.ts';
import type { KubeHistory } from './kube-history.ts';
import { type Look, longestLook, type Looks } from './looks.ts';

/** The facts must have been so for that long before the fresh reads ended. Milliseconds. */
const before = 3_000;
/** So long the store may still act on a request: 15 s, by a clock that may be a tenth too fast. Milliseconds. */
const longestFlight = 13_500;

/** A clock may be a tenth too fast. */
const shortestSecond = 0.9;
/** What is read may be as old as that by the time of the answer. Milliseconds. */
const instant = 100;

interface LeaseSpec {
  readonly holderIdentity?: string;
}

interface Sent {
  readonly exchange: Exchange;
  readonly member: string;
  readonly wasMember: boolean;
  answered: boolean;
}

/** Whom a member id stands for. */
interface Identity {
  readonly set: string;
  readonly ordinal: number;
}

/** What must hold of every DELETE at the moment at which it is written to a connection. */
export class Sends {
  readonly #world: World;
  readonly #history: KubeHistory;
  readonly #looks: Looks;
  readonly #tell: (rule: string, message: string) => void;
  readonly #sent: Sent[] = [];

  constructor(world: World, history: KubeHistory, looks: Looks, tell: (rule: string, message: string) => void) {
    this.#world = world;
    this.#history = history;
    this.#looks = looks;
    this.#tell = tell;
    const done = (exchange: Exchange): void => {
      const sent = this.#sent.find((each) => each.exchange === exchange);
      if (sent) sent.answered = true;
    };
    world.network.tap({
      sending: (exchange) => {
        if (exchange.method === 'DELETE' && exchange.origin.startsWith('http:')) this.#sending(exchange);
      },
      answered: done,
    });
  }

  /** Whom a DELETE was sent for, in order; clean-ups of what is no member any more apart. */
  get members(): readonly string[] {
    return this.#sent.flatMap(({ member, wasMember }) => (wasMember ? member : []));
  }

  #sending(exchange: Exchange): void {
    const { trace, counts } = this.#world;
    const member = exchange.path.slice(exchange.path.lastIndexOf('/') + 1);
    const node = this.#nodeAt(exchange.origin);
    trace.tell(exchange.process.name, `DELETE ${member}, asked of ${node?.id ?? exchange.origin}`);
    counts.add('DELETE sent');
    const spec = this.#world.kubernetes.objects.get('raftclusters', cluster.namespace, cluster.name)?.spec;
    if (node?.id === member) this.#tell('S2', `${member} is asked to remove itself`);
    this.#alone(member);
    this.#fenced(exchange, member);
    if (spec) this.#identified(exchange, member, spec, node);
    this.#quorate(exchange, member, spec?.removal.minVoters ?? 1);
    const wasMember = this.#world.arc.committed.some(({ id }) => id === member);
    this.#sent.push({ exchange, member, wasMember, answered: false });
  }

  /** S3: what the store has not answered may still take effect, even on who has gone meanwhile and joins again. */
  #alone(member: string): void {
    const { now } = this.#world;
    const open = this.#sent.find(({ exchange, answered }) => !answered && now - exchange.sentAt < longestFlight);
    if (open) this.#tell('S3', `${member} is sent while the DELETE of ${open.member} may still act`);
  }

  /** S5: a record of this very process, the lease if there is one, and reads of the set and the pod within the fence's window. */
  #fenced(exchange: Exchange, member: string): void {
    const { objects } = this.#world.kubernetes;
    const { removal } = objects.get('raftclusters', cluster.namespace, cluster.name)?.status ?? {};
    if (removal?.member !== member || !removal.holder.startsWith(exchange.process.name))
      this.#tell(
        'S5',
        `${member} is sent while status.removal names ${removal ? `${removal.member} of ${removal.holder}` : 'nobody'}`,
      );
    const holder = objects.list('leases').map(({ spec }) => (spec as LeaseSpec).holderIdentity ?? '')[0] ?? '';
    if (holder !== '' && !holder.startsWith(`${exchange.process.name}_`))
      this.#tell('S5', `${member} is sent by ${exchange.process.name} while ${holder} holds the lease`);
    const readAt = this.#looks.readAt(
      exchange,
      `/apis/raftcluster.dev/v1alpha1/namespaces/${namespace}/raftclusters/${cluster.name}`,
    );
    if (readAt === undefined || this.#world.now - readAt > longestLook)
      this.#tell('S5', `${member} is sent on a RaftCluster that was read ${ago(readAt, this.#world.now)}`);
    if (this.#looks.recent(exchange).length === 0)
      this.#tell('S5', `${member} is sent on admin answers older than 3 s`);
  }

  /** S1 and S9. */
  #identified(exchange: Exchange, member: string, spec: RaftClusterSpec, node: ArcNode | undefined): void {
    const identity = identityIn(member, spec);
    const isDeclared = spec.decommission.includes(member);
    const podPath = `/api/v1/namespaces/${namespace}/pods/${member}`;
    const readAt = this.#looks.readAt(exchange, podPath);
    if (identity === undefined && !isDeclared) {
      const wasDeclared = (this.#world.status.decommissioned ?? []).includes(member);
      if (!wasDeclared) this.#tell('S9', `${member} is no member of the sets in the spec, and not declared gone`);
    }
    if (identity === undefined) return;
    if (isProtected(identity, spec) && !isDeclared) this.#tell('S1', `${member} is protected`);
    if (readAt === undefined || this.#world.now - readAt > longestLook)
      return this.#tell('S5', `${member} is sent on a pod that was read ${ago(readAt, this.#world.now)}`);
    const { set, ordinal } = identity;
    const heard = (from: number, to: number) =>
      node !== undefined && this.#world.arc.heardWithin(node.name, member, from, to);
    const wrong = (from: number, to: number): string | undefined => {
      if (this.#history.wanted(set, ordinal, from, to)) return 'was wanted';
      if (this.#history.existed(member, from, to)) return 'had a pod';
      return heard(from, to) ? `was heard by ${node?.id}` : undefined;
    };
    this.#settled(exchange, member, identity, spec);
    const why = wrong(readAt - before, readAt);
    if (why !== undefined) this.#tell('S1', `${member} ${why} in the 3 s before the fresh reads ended`);
    else if (wrong(readAt, this.#world.now) !== undefined) this.#world.counts.add('window of the fence hit');
  }

  /** S1 and S6, of the set as the process has read it: unwanted for the whole delay, by its controller, too, and not asleep. */
  #settled(exchange: Exchange, member: string, { set, ordinal }: Identity, spec: RaftClusterSpec): void {
    const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/`;
    const readAt = this.#looks.readAt(exchange, `${path}${set}`);
    if (readAt === undefined || this.#world.now - readAt > longestLook)
      return this.#tell('S5', `${member} is sent on a StatefulSet that was read ${ago(readAt, this.#world.now)}`);
    const delay = parseDuration(spec.removal.delay) * shortestSecond;
    if (this.#history.wanted(set, ordinal, this.#world.now - delay, readAt))
      this.#tell('S1', `${member} was wanted within the delay`);
    if (this.#history.unobserved(set, readAt - instant, readAt))
      this.#tell('S6', `${member} is sent on a spec of ${set} that its controller has not seen`);
    const asleep = spec.members.every(({ statefulSet }) => {
      const at = this.#looks.readAt(exchange, `${path}${statefulSet}`);
      return at !== undefined && this.#history.hibernated(statefulSet, at - instant, at);
    });
    if (asleep) this.#tell('S1', `${member} is sent while all sets are scaled to 0`);
  }

  /** S4 and S10: at no moment of the last seconds was there a quorum without it, or were there voters enough. */
  #quorate(exchange: Exchange, member: string, minVoters: number): void {
    const looks = this.#looks.recent(exchange);
    if (looks.length === 0) return;
    if (!looks.some((look) => isQuorate(look, member)))
      this.#tell('S4', `${member} is sent without a quorum of live voters`);
    const isVoter = looks.some(({ voters }) => voters.includes(member));
    if (isVoter && !looks.some(({ voters }) => voters.length - 1 >= minVoters))
      this.#tell('S10', `${member} is sent although minVoters is ${minVoters}`);
  }

  #nodeAt(origin: string): ArcNode | undefined {
    return [...this.#world.arc.nodes.values()].find(({ identity }) => origin === `http://${identity.ip}:8000`);
  }
}

function isQuorate({ voters, running }: Look, member: string): boolean {
  return running.filter((id) => id !== member).length >= Math.floor(voters.length / 2) + 1;
}

/** The usual template: an id is the name of a pod. */
function identityIn(member: string, { members }: RaftClusterSpec): Identity | undefined {
  const [, set, ordinal] = /^(.*)-(\d+)$/.exec(member) ?? [];
  return members.some(({ statefulSet }) => statefulSet === set) && set !== undefined
    ? { set, ordinal: Number(ordinal) }
    : undefined;
}

function isProtected({ set, ordinal }: Identity, spec: RaftClusterSpec): boolean {
  const index = spec.members.findIndex(({ statefulSet }) => statefulSet === set);
  return protectedOrdinals(spec, index).includes(ordinal);
}

function ago(at: number | undefined, now: number): string {
  return at === undefined ? 'never' : `${Math.round(now - at)} ms ago`;
}
