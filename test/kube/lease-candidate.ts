import type { CallOptions, ObjectKey, Writable } from '../../src/kube/kube-client.ts';
import { KubeError } from '../../src/kube/kube-error.ts';
import { field, type KubeObject } from '../../src/kube/kube-object.ts';
import { LeaseElector } from '../../src/kube/lease-elector.ts';
import type { Resource } from '../../src/kube/resource.ts';
import { createRandom } from '../../src/ports/real-random.ts';
import type { ManualClock } from './manual-clock.ts';
import { testLog } from './test-log.ts';

/** The one Lease of a test, with the optimistic lock of the API server. */
export class LeaseServer {
  lease: KubeObject | undefined;
  /** One letter a request that arrived: get, create, update. */
  requests = '';
  #version = 0;

  write(spec: unknown, metadata: object = {}): KubeObject {
    this.#version += 1;
    const own = { namespace: 'ops', name: 'lock', uid: 'u', resourceVersion: String(this.#version) };
    this.lease = { metadata: { ...own, ...metadata, resourceVersion: own.resourceVersion }, spec };
    return this.lease;
  }

  spec(name: string): unknown {
    return field(this.lease?.['spec'], name);
  }
}

/** One process' way to the Lease: `delay` and `fail` say what happens to its next requests. */
export class Candidate {
  readonly elector: LeaseElector;
  readonly told: string[] = [];
  readonly stop = new AbortController();
  readonly running: Promise<void>;
  fail: 'before' | 'after' | undefined;
  delay = 0;
  readonly #server: LeaseServer;
  readonly #clock: ManualClock;

  constructor(server: LeaseServer, clock: ManualClock, host: string) {
    this.#server = server;
    this.#clock = clock;
    this.elector = new LeaseElector({
      client: {
        get: (_: Resource, __: ObjectKey, options?: CallOptions) => this.#request('g', options, () => this.#get()),
        create: (_: Resource, object: Writable, options?: CallOptions) =>
          this.#request('c', options, () => this.#create(object)),
        update: (_: Resource, object: Writable, options?: CallOptions) =>
          this.#request('u', options, () => this.#update(object)),
      },
      clock,
      random: createRandom(),
      log: testLog(),
      namespace: 'ops',
      name: 'lock',
      host,
      onStartedLeading: () => void this.told.push('started'),
      onStoppedLeading: () => void this.told.push('stopped'),
    });
    this.running = this.elector.run(this.stop.signal);
  }

  async #request(letter: string, options: CallOptions = {}, act: () => KubeObject): Promise<KubeObject> {
    if (this.fail === 'before') throw new KubeError('network', 'not reached');
    this.#server.requests += letter;
    const { timeout = 0 } = options;
    const late = this.#clock.sleep(timeout).then(() => {
      throw new KubeError('timeout', 'too late');
    });
    // An effect may come long after its caller has given up.
    return Promise.race([this.#exchange(act), late]);
  }

  async #exchange(act: () => KubeObject): Promise<KubeObject> {
    const { fail, delay } = this;
    if (delay > 0) await this.#clock.sleep(delay / 2);
    const object = act();
    if (delay > 0) await this.#clock.sleep(delay / 2);
    if (fail === 'after') throw new KubeError('network', 'the answer was lost');
    return object;
  }

  #get(): KubeObject {
    if (this.#server.lease === undefined) throw new KubeError('notFound', 'no Lease');
    return this.#server.lease;
  }

  #create(object: Writable): KubeObject {
    if (this.#server.lease !== undefined) throw new KubeError('alreadyExists', 'there is a Lease');
    return this.#server.write(object['spec']);
  }

  #update(object: Writable): KubeObject {
    if (object.metadata['resourceVersion'] !== this.#server.lease?.metadata.resourceVersion) {
      throw new KubeError('conflict', 'changed');
    }
    return this.#server.write(object['spec'], object.metadata);
  }
}
