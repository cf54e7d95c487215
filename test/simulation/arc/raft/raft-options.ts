import type { Seeded } from '../../engine/seeded.ts';
import type { Runtime } from '../runtime.ts';
import type { Command } from '../peers/table.ts';
import type { Disk } from './disk.ts';
import type { Entry } from './entry.ts';
import type { Session } from '../wire/session.ts';
import type { Wire } from '../wire/wire.ts';

export interface RaftOptions {
  readonly id: string;
  /** As the configuration has it: a DNS name and a port. */
  readonly address: string;
  /** `ip:port`. */
  readonly hostAddress: string;
  readonly disk: Disk;
  readonly runtime: Runtime;
  readonly wire: Wire;
  readonly chance: Seeded;
  readonly events: RaftEvents;
}

/** What a Raft server tells the node around it and those who watch the run. */
export interface RaftEvents {
  /** A committed command reaches the state machine. */
  applied(command: Command): void;
  /** Every entry that this server takes for committed, in order, once a start. */
  committed(entry: Entry): void;
  led(term: number): void;
  steppedDown(): void;
  /** As a leader it has found a follower. */
  opened(session: Session): void;
  /** Its role, its leader or its configuration. */
  changed(): void;
}
