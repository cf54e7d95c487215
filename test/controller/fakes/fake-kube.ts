import type { CallOptions, ObjectKey, Writable } from '../../../src/kube/kube-client.ts';
import { KubeError } from '../../../src/kube/kube-error.ts';
import type { KubeObject } from '../../../src/kube/kube-object.ts';
import type { Resource } from '../../../src/kube/resource.ts';

export interface Call {
  readonly verb: 'get' | 'update';
  readonly resource: string;
  readonly name: string;
}

const plurals: Readonly<Record<string, string>> = {
  RaftCluster: 'raftclusters',
  StatefulSet: 'statefulsets',
  Pod: 'pods',
  Secret: 'secrets',
};

/** An API server in memory: objects by kind and name in one namespace, one count of versions, and what was asked of it. */
export class FakeKube {
  readonly calls: Call[] = [];
  /** Runs before a call is served: to fail it, to let time pass, to change things in between. */
  before: ((call: Call, options: CallOptions) => Promise<void> | void) | undefined;
  /** Runs when a status has been written, before the answer goes out. */
  written: ((object: KubeObject) => Promise<void> | void) | undefined;
  /** What a status loses when it is stored, as with an older CRD. */
  prunes: string | undefined;
  readonly #objects = new Map<string, KubeObject>();
  #version = 100;

  /** Stores an object under a new version. */
  put(object: KubeObject): KubeObject {
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.#version) } };
    this.#objects.set(keyOf(plurals[object.kind ?? ''] ?? '', object.metadata.name), stored);
    return stored;
  }

  remove(plural: string, name: string): { readonly object: KubeObject | undefined; readonly version: string } {
    const key = keyOf(plural, name);
    const object = this.#objects.get(key);
    this.#objects.delete(key);
    return { object, version: String(++this.#version) };
  }

  peek(plural: string, name: string): KubeObject {
    const object = this.#objects.get(keyOf(plural, name));
    if (!object) throw new Error(`no ${plural} ${name}`);
    return object;
  }

  async get({ plural }: Resource, { name }: ObjectKey, options: CallOptions = {}): Promise<KubeObject> {
    await this.#serve({ verb: 'get', resource: plural, name }, options);
    const object = this.#objects.get(keyOf(plural, name));
    if (!object) throw new KubeError('notFound', `GET ${plural} ${name}: 404`);
    return object;
  }

  async updateStatus(
    { plural }: Resource,
    { metadata, status }: Writable,
    options: CallOptions = {},
  ): Promise<KubeObject> {
    await this.#serve({ verb: 'update', resource: plural, name: metadata.name }, options);
    const known = this.#objects.get(keyOf(plural, metadata.name));
    if (!known) throw new KubeError('notFound', `PUT ${plural} ${metadata.name}: 404`);
    const { uid, resourceVersion } = known.metadata;
    if (metadata['uid'] !== uid || metadata['resourceVersion'] !== resourceVersion) {
      throw new KubeError('conflict', `PUT ${plural} ${metadata.name}: 409`);
    }
    const kept = JSON.parse(JSON.stringify(status)) as Record<string, unknown>;
    if (this.prunes !== undefined) delete kept[this.prunes];
    const stored = this.put({ ...known, status: kept });
    await this.written?.(stored);
    return stored;
  }

  count(verb: Call['verb'], resource: string): number {
    return this.calls.filter((call) => call.verb === verb && call.resource === resource).length;
  }

  async #serve(call: Call, options: CallOptions): Promise<void> {
    this.calls.push(call);
    if (options.signal?.aborted === true) throw new KubeError('aborted', 'given up');
    await this.before?.(call, options);
  }
}

function keyOf(plural: string, name: string): string {
  return `${plural}/${name}`;
}
