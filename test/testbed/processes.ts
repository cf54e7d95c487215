import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { dyingWithUs } from './dying-with-us.ts';
import { within } from './wait-until.ts';

export interface ProcessSpec {
  /** What messages call it. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment; default: this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Both outputs are appended to this file. */
  readonly log: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Every process a run starts. Each is the leader of a session of its own, so Ctrl-C reaches only us and we decide the
 * order of the end; on Linux the kernel kills each one when we die, whatever we died of.
 */
export class Processes {
  readonly #running = new Set<Managed>();

  start(spec: ProcessSpec): Managed {
    const started = new Managed(spec);
    this.#running.add(started);
    void started.exited.then(() => this.#running.delete(started));
    return started;
  }

  get running(): readonly Managed[] {
    return [...this.#running];
  }

  /** The last resort: SIGKILL for all, without waiting. Safe in an `exit` handler. */
  killAll(): void {
    for (const process of this.#running) process.signal('SIGKILL');
  }
}

export class Managed {
  readonly name: string;
  readonly log: string;
  /** Resolves when the process is gone, also when it could not be started (exit code 127). */
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  #over = false;

  constructor(spec: ProcessSpec) {
    this.name = spec.name;
    this.log = spec.log;
    const [file, args] = dyingWithUs(spec.file, spec.args);
    const output = openSync(spec.log, 'a', 0o600);
    this.#child = spawn(file, args, {
      detached: true,
      stdio: ['ignore', output, output],
      ...(spec.env === undefined ? {} : { env: { ...spec.env } }),
      ...(spec.folder === undefined ? {} : { cwd: spec.folder }),
    });
    closeSync(output);
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
      this.#child.once('error', () => resolve({ code: 127, signal: null }));
    });
    void this.exited.then(() => (this.#over = true));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Sends a signal; nothing happens when the process is gone. */
  signal(signal: NodeJS.Signals): void {
    if (!this.#over) this.#child.kill(signal);
  }

  /** SIGTERM, then SIGKILL after `grace` milliseconds; resolves when it is gone. */
  async stop(grace: number): Promise<Exit> {
    this.signal('SIGTERM');
    const killing = setTimeout(() => this.signal('SIGKILL'), grace);
    try {
      return await within(grace + 5_000, `the end of ${this.name}`, this.exited);
    } finally {
      clearTimeout(killing);
    }
  }

  /** The end of its output, for a message. */
  lastWords(bytes = 2_000): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').slice(-bytes).trim() : '';
  }
}
