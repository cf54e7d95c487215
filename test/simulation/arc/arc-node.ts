import type { Seeded } from '../engine/seeded.ts';
import { AdminServer } from './admin/admin-server.ts';
import { type RaftBlock, raftBlock } from './admin/raft-block.ts';
import type { ArcCluster, ArcSettings } from './arc-cluster.ts';
import { Coordinator } from './peers/coordinator.ts';
import { Faults, type FaultSettings } from './faults.ts';
import { coordinatorAddressOf, type Identity, raftAddressOf } from './identity.ts';
import type { Disk } from './raft/disk.ts';
import { Raft } from './raft/raft.ts';
import { Registry } from './peers/registry.ts';
import type { Runtime } from './runtime.ts';
import { type NodeRecord, Table } from './peers/table.ts';

/** The version whose answers are given. */
const version = '26.06.3';
const cores = 2;

/** One Arc process from its start to its end: Raft, node table, registry, coordinator and admin API. */
export class ArcNode {
  readonly id: string;
  /** Of the process: `arc/arc-writer-0#3`. No two runs share it. */
  readonly name: string;
  readonly identity: Identity;
  readonly cluster: ArcCluster;
  readonly runtime: Runtime;
  readonly startedAt: number;
  readonly record: NodeRecord;
  readonly raft: Raft;
  readonly table = new Table();
  readonly registry: Registry<ArcNode>;
  readonly coordinator: Coordinator;
  readonly faults: Faults;
  readonly admin: AdminServer;
  /** It made a cluster of its own in this run. */
  readonly isSecondCluster: boolean;
  /** SIGTERM has come: /ready says so. */
  isStopping = false;
  readonly #chance: Seeded;
  readonly #hadState: boolean;
  /** The view that a lagging node goes on to show. */
  stale: RaftBlock | undefined;

  constructor(cluster: ArcCluster, identity: Identity, runtime: Runtime, disk: Disk, chance: Seeded) {
    this.cluster = cluster;
    this.identity = identity;
    this.runtime = runtime;
    this.id = identity.id;
    this.name = runtime.name;
    this.startedAt = runtime.now;
    this.#chance = chance.fork('node');
    this.#hadState = !disk.isEmpty;
    this.faults = new Faults((before) => this.#faultsChanged(before));
    const { id, role } = identity;
    const { clusterName } = cluster.settings;
    this.record = { id, role, clusterName, address: coordinatorAddressOf(identity), version, cores };
    this.registry = new Registry(this.record, runtime.now, 0);
    const address = raftAddressOf(identity);
    this.isSecondCluster = identity.bootstraps && disk.bootstrap(id, address, cluster.nextLineage());
    this.raft = new Raft({
      id,
      address,
      hostAddress: `${identity.ip}:9200`,
      disk,
      runtime,
      wire: cluster.wire,
      chance: chance.fork('raft'),
      events: {
        applied: (command) => {
          this.table.apply(command);
          if (command.type === 'add_node') this.registry.added(command.node, this.now, this.skew);
          else this.registry.removed(command.id);
          cluster.settlePulses();
        },
        committed: (entry) => cluster.ledger.committed(this.name, entry),
        led: (term) => {
          const lineage = disk.entry(disk.lastIndex)?.lineage ?? 0;
          cluster.ledger.led({ at: this.now, id, name: this.name, term, lineage });
          cluster.told(id, `leads term ${term}`);
        },
        steppedDown: () => cluster.told(id, 'leads no longer'),
        opened: (session) => cluster.hearing.opened(session),
        changed: () => this.coordinator.raftChanged(),
      },
    });
    this.coordinator = new Coordinator(this, cluster.settings.seeds);
    this.admin = new AdminServer(this, chance.fork('admin'));
  }

  get now(): number {
    return this.runtime.now;
  }

  get settings(): ArcSettings {
    return this.cluster.settings;
  }

  /** How far its wall clock is ahead, in milliseconds. */
  get skew(): number {
    return this.faults.settings.clockSkewMs;
  }

  start(): void {
    if (!this.identity.isClustered) return;
    this.raft.start();
    this.coordinator.start(this.#chance, this.#hadState);
  }

  /** Whether the latest configuration known here, committed or not, lists `id` at `address`. */
  isConfigured(id: string, address: string): boolean {
    return this.raft.configurations.latest.some((server) => server.id === id && server.address === address);
  }

  /** As Arc does it: a failed change of the configuration is only a warning. `done` gets the error of the answer. */
  remove(id: string, done: (error: string | null) => void): void {
    if (!this.raft.isLeader) return done('not the leader');
    this.raft.change({ kind: 'removeServer', id }, () => this.removeFromTable(id, done));
  }

  removeFromTable(id: string, done: (error: string | null) => void): void {
    const failed = 'failed to remove node from cluster state: failed to apply command: ';
    this.raft.apply({ type: 'remove_node', id }, (error) => done(error === null ? null : failed + error));
  }

  /** Its machine is cut off from all others, or not any more. The admin API is the network's affair. */
  isolate(isIsolated: boolean): void {
    this.raft.station.isIsolated = isIsolated;
    this.cluster.wire.changed();
  }

  /** It takes no Raft connections any more: frozen for long, it stays outside although it runs (arc-admin-api §5). */
  deafen(isDeaf: boolean): void {
    this.raft.station.isDeaf = isDeaf;
    this.cluster.wire.changed();
  }

  freeze(): void {
    this.runtime.freeze();
    this.cluster.wire.changed();
  }

  thaw(): void {
    this.runtime.thaw();
    this.cluster.wire.changed();
  }

  /** SIGKILL, or the last step of a shutdown. */
  end(): void {
    if (this.runtime.hasEnded) return;
    this.runtime.end();
    this.raft.stop();
    this.admin.end();
  }

  #faultsChanged(before: FaultSettings): void {
    const { view, log, clockSkewMs } = this.faults.settings;
    if (before.clockSkewMs !== clockSkewMs) this.cluster.settlePulses(this, before.clockSkewMs);
    this.stale = view === 'lagging' ? raftBlock(this) : undefined;
    this.raft.isStuck = log === 'stuck';
    if (before.log !== log) this.cluster.wire.changed();
  }
}
