import { Pulse, pulseInterval, type Pulsing } from './pulse.ts';
import type { NodeRecord } from './table.ts';

/** One node as another knows it. */
export interface RegistryEntry<Sender extends Pulsing> {
  readonly record: NodeRecord;
  /** Virtual time at which it was registered afresh. */
  readonly addedAt: number;
  /** The same by the clock of the node. */
  readonly startedAt: number;
  /** Undefined for the node itself. */
  readonly pulse: Pulse<Sender> | undefined;
}

export type Health = 'healthy' | 'unhealthy' | 'dead';

/**
 * One node's own, unreplicated idea of its peers: fed by the node table, by heartbeats and by leave notices, never reconciled
 * with the Raft configuration (arc-admin-api §6).
 */
export class Registry<Sender extends Pulsing> {
  readonly local: RegistryEntry<Sender>;
  readonly #entries = new Map<string, RegistryEntry<Sender>>();

  constructor(local: NodeRecord, now: number, skew: number) {
    this.local = { record: local, addedAt: now, startedAt: now + skew, pulse: undefined };
    this.#entries.set(local.id, this.local);
  }

  get entries(): ReadonlyMap<string, RegistryEntry<Sender>> {
    return this.#entries;
  }

  /** Starts as healthy and unheard, also when it was known before and is dead: what was known is forgotten. */
  added(record: NodeRecord, now: number, skew: number): void {
    const isLocal = record.id === this.local.record.id;
    const pulse = isLocal ? undefined : new Pulse<Sender>();
    this.#entries.set(record.id, { record, addedAt: now, startedAt: now + skew, pulse });
  }

  /** A node never drops itself: a removed node that still runs lists itself. */
  removed(id: string): void {
    if (id !== this.local.record.id) this.#entries.delete(id);
  }

  /** A check every 5 s fails when nothing was heard for three intervals, or ever; three in a row are unhealthy, six dead. */
  failedChecks({ pulse, addedAt }: RegistryEntry<Sender>, now: number): number {
    if (pulse === undefined) return 0;
    const heardAt = pulse.heardAt(now);
    const from = heardAt === undefined ? addedAt : heardAt + 3 * pulseInterval;
    const { addedAt: start } = this.local;
    const checks = Math.floor((now - start) / pulseInterval) - Math.floor((from - start) / pulseInterval);
    return Math.max(checks, 0);
  }

  health(entry: RegistryEntry<Sender>, now: number): Health {
    const failed = this.failedChecks(entry, now);
    if (failed >= 6) return 'dead';
    return failed >= 3 ? 'unhealthy' : 'healthy';
  }
}
