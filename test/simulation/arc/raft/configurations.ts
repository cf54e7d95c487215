import type { Configuration } from './configuration.ts';
import type { Disk } from './disk.ts';
import type { Entry } from './entry.ts';

/** A configuration counts from the moment it is stored, committed or not (hashicorp/raft v1.6.0, `processConfigurationLogEntry`). */
export class Configurations {
  latest: Configuration = [];
  latestIndex = 0;
  committed: Configuration = [];
  committedIndex = 0;

  get isStable(): boolean {
    return this.latestIndex === this.committedIndex;
  }

  /** Reads the whole log after a start: what is committed is not known yet, the one before the last surely is. */
  static of(disk: Disk): Configurations {
    const configurations = new Configurations();
    for (const entry of disk.entries) configurations.stored(entry);
    return configurations;
  }

  stored({ payload, index }: Entry): void {
    if (payload.kind !== 'configuration') return;
    this.committed = this.latest;
    this.committedIndex = this.latestIndex;
    this.latest = payload.configuration;
    this.latestIndex = index;
  }

  /** A leader stores its own without taking the one before for committed: it waited for that. */
  proposed(configuration: Configuration, index: number): void {
    this.latest = configuration;
    this.latestIndex = index;
  }

  truncatedFrom(index: number): void {
    if (index > this.latestIndex) return;
    this.latest = this.committed;
    this.latestIndex = this.committedIndex;
  }

  committedUpTo(index: number): void {
    if (this.latestIndex > index) return;
    this.committed = this.latest;
    this.committedIndex = this.latestIndex;
  }
}
