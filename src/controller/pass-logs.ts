import type { Log, LogFields } from '../ports/log.ts';

/**
 * The log of each RaftCluster: every line says which, and in which pass it was written, so that the lines of one pass can
 * be told from those of another. A key is worked on by one pass at a time. Ids are unique among all replicas and restarts.
 */
export class PassLogs {
  readonly #log: Log;
  readonly #process: string;
  readonly #passes = new Map<string, string>();
  #count = 0;

  /** `identity`: of this process; its last characters begin every id. */
  constructor(log: Log, identity: string) {
    this.#log = log;
    this.#process = identity.slice(-8);
  }

  begin(key: string): void {
    this.#passes.set(key, `${this.#process}-${++this.#count}`);
  }

  end(key: string): void {
    this.#passes.delete(key);
  }

  /** The log of the pass under way, also for what it brings later. */
  of(key: string): Log {
    const pass = this.#passes.get(key);
    const about = { raftCluster: key, ...(pass !== undefined && { pass }) };
    const at =
      (level: keyof Log) =>
      (fields: LogFields, message: string): void =>
        this.#log[level]({ ...about, ...fields }, message);
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }
}
