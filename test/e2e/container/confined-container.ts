import { GenericContainer, Wait } from 'testcontainers';

import { image } from './engine.ts';

/** Bytes; what the manifests allow. */
export const memoryLimit = 192 * 1024 ** 2;

/** The image as a pod in Pod Security `restricted` runs it, in the network of this machine. */
export class ConfinedContainer extends GenericContainer {
  constructor() {
    super(image);
    this.withNetworkMode('host').withDroppedCapabilities('ALL').withSecurityOpt('no-new-privileges');
    // testcontainers has no method for these; without the second it could swap what the first forbids.
    Object.assign(this.hostConfig, { Memory: memoryLimit, MemorySwap: memoryLimit, ReadonlyRootfs: true });
    this.withWaitStrategy(Wait.forLogMessage(/"msg":"Started"/)).withStartupTimeout(60_000);
  }

  /** Only for a look at what it would write if it could. */
  withWritableRoot(): this {
    this.hostConfig.ReadonlyRootfs = false;
    return this;
  }
}
