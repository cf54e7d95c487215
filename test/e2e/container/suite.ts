import { fileURLToPath } from 'node:url';

import type { ContainerRuntimeClient } from 'testcontainers';

import { startBed } from '../../testbed/bed.ts';
import type { Bed } from '../../testbed/bed.ts';
import type { OperatorOptions, SceneOperator } from '../harness/operator-process.ts';
import { operatorAccount, Suite } from '../harness/suite.ts';
import { OperatorContainer } from './operator-container.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A bed whose operators are containers. */
export class ContainerSuite extends Suite {
  readonly #engine: ContainerRuntimeClient;
  readonly #containers: OperatorContainer[] = [];

  private constructor(bed: Bed, kubeconfig: string, engine: ContainerRuntimeClient) {
    super(bed, '', kubeconfig);
    this.#engine = engine;
    bed.onStop(async () => {
      await Promise.all(this.#containers.map((container) => container.kill()));
    });
  }

  static async startWith(engine: ContainerRuntimeClient): Promise<ContainerSuite> {
    const bed = await startBed();
    try {
      const { code, stderr } = await bed.kubectl(['apply', '-k', `${root}/config/rbac`]);
      if (code !== 0) throw new Error(stderr);
      const { namespace, name } = operatorAccount;
      return new ContainerSuite(bed, await bed.operatorKubeconfig(namespace, name), engine);
    } catch (error) {
      await bed.stop();
      throw error;
    }
  }

  override operator(namespace: string, options: OperatorOptions): Promise<SceneOperator> {
    return this.container(namespace, options);
  }

  async container(
    namespace: string,
    options: Parameters<typeof OperatorContainer.start>[3] = {},
  ): Promise<OperatorContainer> {
    const container = await OperatorContainer.start(this, this.#engine, namespace, options);
    this.#containers.push(container);
    return container;
  }
}
