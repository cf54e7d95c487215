import { chmodSync, copyFileSync } from 'node:fs';

import { expect } from '@jest/globals';
import type { ContainerRuntimeClient, StartedTestContainer } from 'testcontainers';

import { within } from '../../testbed/wait-until.ts';
import { ObservedOperator } from '../harness/observed-operator.ts';
import type { OperatorOptions, SceneOperator } from '../harness/operator-process.ts';
import type { Suite } from '../harness/suite.ts';
import { ConfinedContainer } from './confined-container.ts';

type Engine = ContainerRuntimeClient['container']['dockerode'];
type Handle = ReturnType<Engine['getContainer']>;

/** Milliseconds. */
const longestStop = 10_000;
/** Where it finds its kubeconfig. */
export const mountPoint = '/kubeconfig';

interface ContainerOptions extends OperatorOptions {
  /** Default: as in production. */
  readonly isWritable?: boolean;
}

let started = 0;

/** The operator's image as a container, for one namespace. */
export class OperatorContainer extends ObservedOperator implements SceneOperator {
  readonly name: string;
  readonly #handle: Handle;
  readonly #exited: Promise<number>;
  readonly #output: () => string;
  #over = false;

  private constructor(name: string, handle: Handle, output: () => string) {
    super();
    this.name = name;
    this.#handle = handle;
    this.#output = output;
    this.#exited = (handle.wait() as Promise<{ readonly StatusCode: number }>).then(({ StatusCode }) => {
      this.#over = true;
      return StatusCode;
    });
  }

  /** Resolves when it serves its health endpoints. */
  static async start(
    suite: Suite,
    { container: { dockerode } }: ContainerRuntimeClient,
    namespace: string,
    options: ContainerOptions = {},
  ): Promise<OperatorContainer> {
    const { name = 'operator', kubeconfig = suite.kubeconfig, leaderElect = false, isWritable = false } = options;
    const flags = {
      kubeconfig: mountPoint,
      namespace,
      'leader-elect': String(leaderElect),
      'health-address': '127.0.0.1:0',
      'metrics-address': '127.0.0.1:0',
      'log-level': 'debug',
    };
    let output = '';
    const container = new ConfinedContainer()
      .withName(`${namespace}-${name}-${process.pid}-${started++}`)
      .withCommand(Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`))
      .withEnvironment({ POD_NAME: name })
      .withBindMounts([{ source: readable(suite, namespace, kubeconfig), target: mountPoint, mode: 'ro' }])
      .withLogConsumer((stream) => stream.on('data', (chunk: Buffer) => (output += chunk.toString())));
    const running: StartedTestContainer = await (isWritable ? container.withWritableRoot() : container).start();
    return new OperatorContainer(name, dockerode.getContainer(running.getId()), () => output);
  }

  get over(): boolean {
    return this.#over;
  }

  get output(): string {
    return this.#output();
  }

  /** Every one, or it throws: the image writes nothing else. */
  override get lines(): SceneOperator['lines'] {
    const complete = this.output.split('\n').slice(0, -1);
    return complete.map((line) => JSON.parse(line) as SceneOperator['lines'][number]);
  }

  /** What is other in its file system than in the image. */
  async changes(): Promise<readonly string[]> {
    const changes = (await this.#handle.changes()) as readonly { readonly Path: string }[] | null;
    return (changes ?? []).map(({ Path }) => Path);
  }

  /** What the engine knows of it. */
  async inspect(): ReturnType<Handle['inspect']> {
    return this.#handle.inspect();
  }

  freeze(): void {
    void this.#handle.pause();
  }

  thaw(): void {
    void this.#handle.unpause();
  }

  /** Removes it, too. */
  async kill(): Promise<void> {
    await this.#handle.remove({ force: true }).catch((error: unknown) => {
      if ((error as { readonly statusCode?: number }).statusCode !== 404) throw error;
    });
  }

  async stop(): Promise<void> {
    await this.#handle.kill({ signal: 'SIGTERM' });
    const code = await within(longestStop, `the end of ${this.name} after SIGTERM`, this.#exited);
    expect({ operator: this.name, code }).toEqual({ operator: this.name, code: 0 });
  }
}

/** The operator is another user than this one; the folder of the run keeps others out. */
function readable(suite: Suite, namespace: string, kubeconfig: string): string {
  const copy = suite.bed.run.file(`${namespace}-container-${started}.kubeconfig`);
  copyFileSync(kubeconfig, copy);
  chmodSync(copy, 0o644);
  return copy;
}
