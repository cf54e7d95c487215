import type { Network } from '../engine/network.ts';
import type { Seeded } from '../engine/seeded.ts';
import type { StartedPod } from '../kubernetes/workload.ts';
import type { Tokens } from './admin/access.ts';
import type { ArcNode } from './arc-node.ts';
import { type Identity, identityOf } from './identity.ts';
import { Hearing } from './oracle/hearing.ts';
import { Ledger } from './oracle/ledger.ts';
import type { RemovalRequest } from './oracle/removal-request.ts';
import { type Configuration, quorumOf, votersOf } from './raft/configuration.ts';
import { Disk } from './raft/disk.ts';
import { type Station, Wire } from './wire/wire.ts';

export interface ArcSettings {
  readonly clusterName: string;
  /** A: every role votes, a live node that was removed joins again. B: readers do not vote, joins are latched. */
  readonly generation: 'A' | 'B';
  readonly tokens: Tokens;
  /** Coordinator addresses to join through; a node skips its own. */
  readonly seeds: readonly string[];
  readonly identityOf: (pod: StartedPod) => Identity;
  /** Whether SIGTERM makes a node tell the others; false: the shutdown budget is used up before that. */
  readonly leaves: boolean;
  /** Milliseconds from SIGTERM to the leave notice. */
  readonly leaveDelay: number;
  /** Milliseconds after which a node that finds a disk with state first looks for its cluster; one without: 200. */
  readonly firstLook: readonly [number, number];
  /** Milliseconds from the start of a process until it listens. */
  readonly bootDelay: readonly [number, number];
}

export const adminToken = 'admin-0123456789-0123456789-0123456789';
export const readToken = 'reads-0123456789-0123456789-0123456789';

const usual: ArcSettings = {
  clusterName: 'arc',
  generation: 'A',
  tokens: { isEnabled: true, admin: adminToken, read: readToken },
  seeds: [],
  identityOf,
  leaves: true,
  leaveDelay: 10_000,
  firstLook: [200, 3_000],
  bootDelay: [200, 1_200],
};

/** All Arc processes that belong together, their disks and the network between them; and what really happened to them. */
export class ArcCluster {
  settings: ArcSettings;
  readonly network: Network;
  readonly random: Seeded;
  readonly wire: Wire;
  readonly ledger = new Ledger();
  readonly hearing = new Hearing();
  /** Every DELETE that has reached a node, in order. */
  readonly removals: RemovalRequest[] = [];
  readonly #nodes = new Map<string, ArcNode>();
  readonly #byStation = new Map<Station, ArcNode>();
  readonly #disks = new Map<string, Disk>();
  readonly #tell: (who: string, what: string) => void;
  #lineages = 0;
  #starts = 0;

  constructor(network: Network, random: Seeded, options: Partial<ArcSettings> & ClusterHooks = {}) {
    const { tell, ...settings } = options;
    this.settings = { ...usual, ...settings };
    this.network = network;
    this.random = random;
    this.wire = new Wire(network.timeline, random.fork('wire'));
    this.wire.onChange(() => this.settlePulses());
    this.#tell = tell ?? (() => {});
  }

  /** The processes that have started and not ended, by their names; a zombie may share its id with a newer one. */
  get nodes(): ReadonlyMap<string, ArcNode> {
    return this.#nodes;
  }

  get now(): number {
    return this.network.timeline.now;
  }

  /** The newest running process of that id. */
  node(id: string): ArcNode | undefined {
    return [...this.#nodes.values()].findLast((node) => node.id === id);
  }

  /** The leader of the real cluster, frozen or not. */
  get leader(): ArcNode | undefined {
    const lineage = this.ledger.real?.lineage;
    let best: ArcNode | undefined;
    for (const node of this.#nodes.values()) {
      const { disk, isLeader } = node.raft;
      if (!isLeader || disk.entry(disk.lastIndex)?.lineage !== lineage) continue;
      if (best === undefined || disk.term > best.raft.disk.term) best = node;
    }
    return best;
  }

  /** The last committed configuration of the real cluster. */
  get committed(): Configuration {
    return this.ledger.real?.configuration ?? [];
  }

  /** Voters of it whose process runs, is not frozen and not cut off. */
  get runningVoters(): readonly string[] {
    return votersOf(this.committed).flatMap(({ id }) => (this.#isRunning(id) ? id : []));
  }

  /** Those that the leader is in contact with, itself included; none without a leader. */
  get liveVoters(): readonly string[] {
    const { leader } = this;
    if (leader === undefined || !leader.runtime.isAwake) return [];
    return votersOf(this.committed).flatMap(({ id }) => {
      return id === leader.id || this.hearing.isInContact(leader.name, id) ? id : [];
    });
  }

  /** Whether a majority of the committed voters runs. */
  get hasQuorum(): boolean {
    return this.runningVoters.length >= quorumOf(this.committed);
  }

  /** Whether the process `listener` heard of member `speaker` in any way between two moments, both included. */
  heardWithin(listener: string, speaker: string, from: number, to: number): boolean {
    if (this.hearing.heardWithin(listener, speaker, from, to)) return true;
    const pulse = this.#nodes.get(listener)?.registry.entries.get(speaker)?.pulse;
    const heardAt = pulse?.heardAt(to);
    return heardAt !== undefined && heardAt >= from && heardAt <= to;
  }

  /** When the process `listener` heard of member `speaker` last, in any way; undefined: never. */
  lastHeard(listener: string, speaker: string): number | undefined {
    const overRaft = this.hearing.lastHeard(listener, speaker, this.now);
    const byPulse = this.#nodes.get(listener)?.registry.entries.get(speaker)?.pulse?.heardAt(this.now);
    return overRaft === undefined ? byPulse : Math.max(overRaft, byPulse ?? overRaft);
  }

  /** The data that belongs to a volume; a new name is an empty one. */
  disk(volume: string): Disk {
    const known = this.#disks.get(volume);
    if (known !== undefined) return known;
    const disk = new Disk();
    this.#disks.set(volume, disk);
    return disk;
  }

  /** The node that a coordinator address leads to. */
  nodeAt(address: string): ArcNode | undefined {
    const station = this.wire.at(address.replace(/:9100$/, ':9200'));
    return station === undefined ? undefined : this.#byStation.get(station);
  }

  /** A name for a new process. */
  nextName(pod: StartedPod): string {
    return `${pod.namespace}/${pod.name}#${++this.#starts}`;
  }

  nextLineage(): number {
    return ++this.#lineages;
  }

  /** A process listens from now on. */
  enter(node: ArcNode): void {
    this.#nodes.set(node.name, node);
    this.#byStation.set(node.raft.station, node);
    this.network.attach(originOf(node), node.admin);
    this.told(node.id, node.isSecondCluster ? 'starts and makes a cluster of its own' : 'starts');
    node.start();
  }

  /** It listens no longer; where a newer process has its IP, that one goes on. */
  closePort(node: ArcNode): void {
    if (this.network.hostAt(originOf(node)) === node.admin) this.network.detach(originOf(node));
    node.admin.end();
  }

  left(node: ArcNode): void {
    this.settlePulses();
    this.closePort(node);
    this.#nodes.delete(node.name);
    this.#byStation.delete(node.raft.station);
    this.told(node.id, 'has ended');
  }

  told(who: string, what: string): void {
    this.#tell(who, what);
  }

  /** Who gets heartbeats from whom may have changed. With `jumped`, its clock has, and `skew` is what it was before. */
  settlePulses(jumped?: ArcNode, skew = 0): void {
    for (const node of this.#nodes.values()) {
      for (const [id, { pulse }] of node.registry.entries) {
        if (pulse === undefined) continue;
        const sender = this.#senderOf(id, node);
        if (sender === pulse.sender && node !== jumped) continue;
        if (pulse.sender !== undefined) this.hearing.pulsed(node.name, id, pulse.sender, pulse.since, this.now);
        pulse.settle(sender, this.now, node === jumped ? skew : node.skew);
      }
    }
  }

  #senderOf(id: string, to: ArcNode): ArcNode | undefined {
    for (const from of this.#nodes.values()) {
      if (from.id !== id || from === to || !from.registry.entries.has(to.id)) continue;
      if (!from.runtime.isAwake || !to.runtime.isAwake) continue;
      if (this.wire.isUp(from.raft.station, to.raft.station) && this.nodeAt(to.record.address) === to) return from;
    }
    return undefined;
  }

  #isRunning(id: string): boolean {
    return [...this.#nodes.values()].some(({ id: its, runtime, raft }) => {
      return its === id && runtime.isAwake && raft.state !== 'Shutdown' && !raft.station.isIsolated;
    });
  }
}

export interface ClusterHooks {
  /** Told what belongs to the story of a run. */
  readonly tell?: (who: string, what: string) => void;
}

function originOf(node: ArcNode): string {
  return `http://${node.identity.ip}:8000`;
}
