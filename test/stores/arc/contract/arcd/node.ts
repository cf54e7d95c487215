import { rmSync } from 'node:fs';
import type { Exit, Managed, Processes } from '../../../../testbed/processes.ts';
import { waitUntil } from '../../../../testbed/wait-until.ts';
import { send } from '../send.ts';

export const PORTS = { http: 8_000, control: 8_001, coordinator: 9_100, raft: 9_200 } as const;

/** How long anything may take to come about: the machine may be busy. */
export const DEADLINE = 45_000;

export interface NodeSpec {
  readonly id: string;
  readonly address: string;
  readonly arcd: string;
  /** Its disk and its log are in here. */
  readonly folder: string;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Resolves to true when the admin API answers. */
  readonly answers: () => Promise<boolean>;
}

/** One `arcd`: its process, which comes and goes, its disk, and its control port. */
export class ArcdNode {
  readonly #spec: NodeSpec;
  readonly #processes: Processes;
  #process: Managed | undefined;

  constructor(spec: NodeSpec, processes: Processes) {
    this.#spec = spec;
    this.#processes = processes;
  }

  get #disk(): string {
    return `${this.#spec.folder}/${this.#spec.id}`;
  }

  /** Starts it with what is on its disk; resolves when it answers. */
  async start(flags: readonly string[] = []): Promise<void> {
    const { id, address, arcd, env } = this.#spec;
    const process = this.#processes.start({
      name: id,
      file: arcd,
      args: [
        `--node-id=${id}`,
        `--data-dir=${this.#disk}`,
        ...Object.entries(PORTS).map(([name, port]) => `--${name}-addr=${address}:${port}`),
        ...this.#spec.flags,
        ...flags,
      ],
      env,
      log: `${this.#disk}.log`,
    });
    this.#process = process;
    await waitUntil(`${id} to answer`, { timeout: DEADLINE, interval: 20 }, () => {
      if (process.over) throw new Error(`${id} ended: ${process.lastWords()}`);
      return this.#spec.answers();
    });
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    this.#process?.signal(signal);
  }

  /** Resolves when the process is gone. */
  async exited(): Promise<void> {
    await this.#process?.exited;
  }

  /** SIGTERM, and SIGKILL when it does not end. */
  async terminate(): Promise<Exit | undefined> {
    return this.#process?.stop(20_000);
  }

  /** Empties its disk, as a pod on an emptyDir does. */
  forget(): void {
    rmSync(this.#disk, { recursive: true, force: true });
  }

  async control(method: 'PUT' | 'POST', path: string, content: unknown): Promise<void> {
    const { id, address } = this.#spec;
    const origin = `http://${address}:${PORTS.control}`;
    const { status, body } = await send({ to: id, origin, method, path, content: JSON.stringify(content) }, {});
    if (status !== 200) throw new Error(`${method} ${path} of ${id}: ${status} ${JSON.stringify(body)}`);
  }

  lastWords(): string {
    return this.#process?.lastWords(600) ?? '';
  }
}
