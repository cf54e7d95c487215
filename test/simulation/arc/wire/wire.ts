import type { Seeded } from '../../engine/seeded.ts';
import type { Timeline } from '../../engine/timeline.ts';
import type { Runtime } from '../runtime.ts';
import type { Append, AppendReply, VoteReply, VoteRequest } from './messages.ts';
import type { Session } from './session.ts';
import { latency } from './timeouts.ts';

/** The Raft side of a node as its peers reach it. */
export interface RaftServer {
  append(message: Append): AppendReply;
  vote(request: VoteRequest): VoteReply;
  /** A leader that hands over tells it to stand at once. */
  standNow(): void;
  /** The leader of `term` has heard its answer: from now on they are in contact. False if it has moved on meanwhile. */
  join(session: Session): boolean;
  /** Who can be reached has changed. */
  wireChanged(): void;
}

/** One process on the wire. */
export interface Station {
  readonly id: string;
  /** Its server address in the Raft configuration. */
  readonly address: string;
  readonly runtime: Runtime;
  readonly server: RaftServer;
  /** To be followed by `changed`: its machine is cut off from everybody, or it takes no Raft connections any more (arc-admin-api §5). */
  isIsolated: boolean;
  isDeaf: boolean;
}

/** The network between the nodes, by member id: Raft's and the coordinators' messages, not the admin API. */
export class Wire {
  readonly timeline: Timeline;
  readonly #chance: Seeded;
  readonly #stations = new Set<Station>();
  readonly #names = new Map<string, Station>();
  readonly #cuts = new Set<string>();
  readonly #delays = new Map<string, number>();
  readonly #watchers: (() => void)[] = [];

  constructor(timeline: Timeline, chance: Seeded) {
    this.timeline = timeline;
    this.#chance = chance;
  }

  get stations(): ReadonlySet<Station> {
    return this.#stations;
  }

  /** The name of the newest process of that name, as DNS has it. */
  attach(station: Station): void {
    this.#stations.add(station);
    this.#names.set(station.address, station);
    this.changed();
  }

  detach(station: Station): void {
    this.#stations.delete(station);
    if (this.#names.get(station.address) === station) this.#names.delete(station.address);
    this.changed();
  }

  /** Who answers at a server address. */
  at(address: string): Station | undefined {
    return this.#names.get(address);
  }

  /** Nothing passes between two members, in both directions. */
  cut(one: string, other: string): void {
    this.#cuts.add(between(one, other));
    this.changed();
  }

  heal(one: string, other: string): void {
    this.#cuts.delete(between(one, other));
    this.changed();
  }

  healAll(): void {
    this.#cuts.clear();
    this.#delays.clear();
    this.changed();
  }

  /** Every message between two members takes so many milliseconds more. From 200 on Raft takes the link for down. */
  slow(one: string, other: string, delay: number): void {
    this.#delays.set(between(one, other), delay);
    this.changed();
  }

  delayBetween(one: string, other: string): number {
    return this.#delays.get(between(one, other)) ?? 0;
  }

  /** Messages get through; a frozen process has them wait in its sockets. */
  isUp(from: Station, to: Station): boolean {
    return (
      this.#stations.has(from) &&
      this.#stations.has(to) &&
      !from.isIsolated &&
      !to.isIsolated &&
      !this.#cuts.has(between(from.id, to.id))
    );
  }

  /** A leader there and a follower here hear each other often enough. */
  isInTouch(leader: Station, follower: Station): boolean {
    return (
      leader.runtime.isAwake &&
      follower.runtime.isAwake &&
      !follower.isDeaf &&
      this.isUp(leader, follower) &&
      this.delayBetween(leader.id, follower.id) < 200
    );
  }

  /** Carries a Raft request to whoever has the address, and the reply back, unless the way breaks before either arrives. */
  ask<T>(
    from: Station,
    address: string,
    request: (server: RaftServer) => T,
    answered: (reply: T, by: Station) => void,
  ): void {
    const to = this.at(address);
    if (to === undefined || to.isDeaf) return;
    this.pass(from, to, () => {
      const reply = request(to.server);
      this.pass(to, from, () => answered(reply, to));
    });
  }

  /** Carries one message. */
  pass(from: Station, to: Station, arrive: () => void): void {
    const delay = this.#chance.between(...latency) + this.delayBetween(from.id, to.id);
    this.timeline.after(delay, () => {
      if (this.isUp(from, to)) to.runtime.deliver(arrive);
    });
  }

  onChange(watcher: () => void): void {
    this.#watchers.push(watcher);
  }

  /** To be called after anything that `isUp` depends on has changed. */
  changed(): void {
    for (const { runtime, server } of this.#stations) if (!runtime.hasEnded) server.wireChanged();
    for (const watcher of this.#watchers) watcher();
  }
}

function between(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
