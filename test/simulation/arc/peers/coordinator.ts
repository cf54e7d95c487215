import type { Seeded } from '../../engine/seeded.ts';
import type { ArcNode } from '../arc-node.ts';
import { lastPulse } from './pulse.ts';
import type { NodeRecord } from './table.ts';

interface Admission {
  readonly isAccepted?: boolean;
  /** The coordinator of the leader. */
  readonly leader?: string;
}

/** So often a node that never joined tries, at first; then, and once it is outside again, every 5 s. */
const firstInterval = 200;
const firstTries = 25;
const rejoinInterval = 5_000;
/** The leader's 10 s for the configuration and 5 s for the table, and a little. */
const joinTimeout = 16_000;
const dialTimeout = 2_000;

/** A node's talk with its peers beside Raft: joining and leaving. */
export class Coordinator {
  readonly #node: ArcNode;
  readonly #seeds: readonly string[];
  /** It joined, or led, once since its start. */
  #isSettled = false;
  #isLeaving = false;
  #isJoining = false;
  #tries = 0;
  #isWaiting = false;

  constructor(node: ArcNode, seeds: readonly string[]) {
    this.#node = node;
    this.#seeds = seeds;
  }

  /** The later a node with an old log looks, the higher its term has climbed when it is taken in. */
  start(chance: Seeded, hasState: boolean): void {
    this.#lookAfter(hasState ? chance.between(...this.#node.settings.firstLook) : firstInterval);
  }

  /** Its role, its leader or its configuration has changed: if it is outside, the next tick finds that out. */
  raftChanged(): void {
    if (!this.#isSettled || !this.#isOutside || this.#node.settings.generation === 'B') return;
    const { now } = this.#node;
    this.#lookAfter((lastPulse(this.#node, now) ?? this.#node.startedAt) + rejoinInterval - now);
  }

  /** Tells every peer that it goes, and waits for nothing but dead ones: 2 s. Returns how long that takes. */
  leave(): number {
    this.#isLeaving = true;
    const { node, cluster } = { node: this.#node, cluster: this.#node.cluster };
    let takes = 5;
    for (const { record } of node.registry.entries.values()) {
      if (record.id === node.id) continue;
      const peer = cluster.nodeAt(record.address);
      if (peer === undefined || !cluster.wire.isUp(node.raft.station, peer.raft.station)) takes = dialTimeout;
      else cluster.wire.pass(node.raft.station, peer.raft.station, () => peer.coordinator.letGo(node.id));
    }
    return takes;
  }

  /** Handles a leave notice: the registry forgets the node even when the leader fails to remove it. */
  letGo(id: string): void {
    this.#node.registry.removed(id);
    this.#node.cluster.settlePulses();
    this.#node.remove(id, () => {});
  }

  /** Handles a join. Only the leader adds members; the table comes second and may fail, so one can be missing in it. */
  admit(record: NodeRecord, raftAddress: string, answer: (admission: Admission) => void): void {
    const node = this.#node;
    if (record.clusterName !== node.record.clusterName) return answer({});
    if (!node.raft.isLeader) {
      const leader = node.table.nodes.get(node.raft.leaderId);
      return answer(leader === undefined ? {} : { leader: leader.address });
    }
    const enter = (): void => node.raft.apply({ type: 'add_node', node: record }, () => answer({ isAccepted: true }));
    if (node.isConfigured(record.id, raftAddress)) return enter();
    const votes = node.settings.generation === 'A' || record.role === 'writer' || record.role === 'standalone';
    const kind = votes ? 'addVoter' : 'addNonvoter';
    node.raft.change({ kind, id: record.id, address: raftAddress }, (error) => (error === null ? enter() : answer({})));
  }

  get #isOutside(): boolean {
    const { raft, id } = this.#node;
    return raft.leaderId === '' || !this.#node.isConfigured(id, raft.station.address);
  }

  #lookAfter(delay: number): void {
    if (this.#isLeaving || this.#isWaiting) return;
    this.#isWaiting = true;
    this.#node.runtime.after(Math.max(delay, 1), () => {
      this.#isWaiting = false;
      this.#look();
    });
  }

  #look(): void {
    if (this.#isLeaving || this.#isJoining) return;
    const { raft, isSecondCluster } = this.#node;
    if (raft.isLeader) this.#registerItself();
    // An empty bootstrap node makes a cluster of its own; asking others to join would heal what Arc does not.
    else if (!this.#isSettled && isSecondCluster && raft.leaderId === '') this.#lookAfter(firstInterval);
    else if (!this.#isSettled || this.#isOutside) this.#join();
  }

  /** A leader that bootstrapped has never asked anybody to join. */
  #registerItself(): void {
    const { raft, table, record } = this.#node;
    this.#isSettled = true;
    if (table.nodes.has(record.id)) return;
    raft.apply({ type: 'add_node', node: record }, (error) => {
      if (error !== null) this.#lookAfter(rejoinInterval);
    });
  }

  #join(): void {
    this.#isJoining = true;
    this.#tries++;
    this.#askSeed(0, (isAccepted) => {
      this.#isJoining = false;
      this.#isSettled ||= isAccepted;
      const isLatched = this.#isSettled && this.#node.settings.generation === 'B';
      if (this.#isSettled && (isLatched || !this.#isOutside)) return;
      this.#lookAfter(this.#isSettled || this.#tries > firstTries ? rejoinInterval : firstInterval);
    });
  }

  #askSeed(index: number, done: (isAccepted: boolean) => void): void {
    const seed = this.#seeds[index];
    if (seed === undefined) return done(false);
    const { address } = this.#node.record;
    if (seed === address) return this.#askSeed(index + 1, done);
    this.#ask(seed, (first) => {
      const finish = ({ isAccepted = false }: Admission): void =>
        isAccepted ? done(true) : this.#askSeed(index + 1, done);
      if (first.leader !== undefined && first.leader !== address) this.#ask(first.leader, finish);
      else finish(first);
    });
  }

  /** One question; nobody there, no way or no answer in time is an empty admission. */
  #ask(address: string, done: (admission: Admission) => void): void {
    const { cluster, runtime, raft, record } = this.#node;
    let isOver = false;
    const once = (admission: Admission): void => {
      if (isOver || runtime.hasEnded) return;
      isOver = true;
      timer.cancel();
      done(admission);
    };
    const peer = cluster.nodeAt(address);
    const isUp = peer !== undefined && cluster.wire.isUp(raft.station, peer.raft.station);
    const patience = isUp ? joinTimeout : peer === undefined ? 1 : dialTimeout;
    const timer = runtime.after(patience, () => once({}));
    if (peer === undefined || !isUp) return;
    const answer = (admission: Admission): void =>
      cluster.wire.pass(peer.raft.station, raft.station, () => once(admission));
    cluster.wire.pass(raft.station, peer.raft.station, () =>
      peer.coordinator.admit(record, raft.station.address, answer),
    );
  }
}
