import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { Managed } from '../../testbed/processes.ts';
import { waitUntil, within } from '../../testbed/wait-until.ts';
import { ObservedOperator } from './observed-operator.ts';
import type { Suite } from './suite.ts';

/** Milliseconds from SIGTERM to the end: what Kubernetes is told to wait, and more than it ever needs. */
const longestStop = 10_000;
const startTimeout = 30_000;

export interface OperatorOptions {
  /** What its log and its holder identity are called. */
  readonly name?: string;
  /** Default: the ServiceAccount of `config/rbac`. */
  readonly kubeconfig?: string;
  /** Default false: it leads from the start. */
  readonly leaderElect?: boolean;
}

/** What scenarios know of an operator, whatever runs it. */
export type SceneOperator = Pick<OperatorProcess, keyof OperatorProcess>;

let started = 0;

/** The bundled operator as a process of its own, for one namespace. */
export class OperatorProcess extends ObservedOperator {
  readonly name: string;
  readonly #process: Managed;

  private constructor(name: string, process: Managed) {
    super();
    this.name = name;
    this.#process = process;
  }

  /** Resolves when it serves its health endpoints. */
  static async start(suite: Suite, namespace: string, options: OperatorOptions = {}): Promise<OperatorProcess> {
    const { name = 'operator', kubeconfig = suite.kubeconfig, leaderElect = false } = options;
    const log = suite.bed.run.file(`${namespace}-${name}-${started++}.log`);
    const flags = {
      kubeconfig,
      namespace,
      'leader-elect': String(leaderElect),
      'health-address': '127.0.0.1:0',
      'metrics-address': '127.0.0.1:0',
      'ui-address': '127.0.0.1:0',
      'log-level': 'debug',
    };
    const child = suite.bed.processes.start({
      name,
      file: process.execPath,
      args: [suite.bundle, ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value])],
      env: { PATH: process.env['PATH'] ?? '', POD_NAME: name },
      log,
    });
    const operator = new OperatorProcess(name, child);
    await waitUntil(`${name} to start`, { timeout: startTimeout }, () => {
      if (child.over) throw new Error(child.lastWords());
      return operator.saidAt('Started') !== undefined;
    });
    return operator;
  }

  get over(): boolean {
    return this.#process.over;
  }

  /** Everything that it wrote. */
  get output(): string {
    return readFileSync(this.#process.log, 'utf8');
  }

  /** SIGSTOP: it sleeps in the middle of what it does; its connections stay. */
  freeze(): void {
    this.#process.signal('SIGSTOP');
  }

  thaw(): void {
    this.#process.signal('SIGCONT');
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.#process.signal('SIGKILL');
    await within(longestStop, `the end of ${this.name}`, this.#process.exited);
  }

  /** SIGTERM, which must end it cleanly and in time. */
  async stop(): Promise<void> {
    this.#process.signal('SIGTERM');
    const exit = await within(longestStop, `the end of ${this.name} after SIGTERM`, this.#process.exited);
    deepEqual({ operator: this.name, ...exit }, { operator: this.name, code: 0, signal: null });
  }
}
