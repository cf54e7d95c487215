import type { CallOptions, KubeClient } from './kube-client.ts';
import type { KubeObject } from './kube-object.ts';
import type { Resource } from './resource.ts';

/** Which object, and which state of it, a status belongs to. */
export interface StatusTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

/** Writes statuses of one kind, always whole: a field that is left out is gone afterwards. */
export class StatusWriter {
  readonly #client: Pick<KubeClient, 'updateStatus'>;
  readonly #resource: Resource;

  constructor(client: Pick<KubeClient, 'updateStatus'>, resource: Resource) {
    this.#client = client;
    this.#resource = resource;
  }

  /**
   * Answers the object as it is after the write. `KubeError` with `conflict` when the object has changed since
   * `resourceVersion` or is another one of the same name, `notFound` when it is gone; nothing was written then.
   * After `timeout`, `network` or `unavailable` the write may have happened.
   */
  async replace(target: StatusTarget, status: object, options?: CallOptions): Promise<KubeObject> {
    const { apiVersion, kind, ...metadata } = target;
    return this.#client.updateStatus(this.#resource, { apiVersion, kind, metadata, status }, options);
  }
}
