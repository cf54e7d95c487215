import type { Seeded } from '../../engine/seeded.ts';
import type { Configurations } from './configurations.ts';
import type { Disk } from './disk.ts';
import type { Entry, Payload } from './entry.ts';
import type { Session } from '../wire/session.ts';
import type { Station, Wire } from '../wire/wire.ts';

/** Called with `null` for success, else with the text of hashicorp/raft's error. */
export type Done = (error: string | null) => void;

/** What a leader works with while it leads. */
export interface Office {
  readonly station: Station;
  /** Its `ip:port`. */
  readonly hostAddress: string;
  readonly wire: Wire;
  readonly chance: Seeded;
  readonly disk: Disk;
  readonly configurations: Configurations;
  readonly commitIndex: number;
  /** Stores an entry of the current term; undefined where the log store fails. */
  store(payload: Payload): Entry | undefined;
  commitTo(index: number): void;
  stepDown(): void;
  /** A follower is in contact from now on. */
  opened(session: Session): void;
}
