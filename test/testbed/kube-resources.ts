import type { KubeConnection } from './kube-connection.ts';
import type { KubeRef } from './kube-object.ts';

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Where each kind is served, as the server's own discovery says. */
export class Resources {
  readonly #connection: KubeConnection;
  readonly #known = new Map<string, Resource>();

  constructor(connection: KubeConnection) {
    this.#connection = connection;
  }

  /** The path of an object, of a collection (no name; of all namespaces when there is no namespace), or of a subresource. */
  async path(ref: KubeRef, subresource?: string): Promise<string> {
    const resource = this.#known.get(key(ref)) ?? (await this.#discover(ref));
    const parts = [root(ref.apiVersion)];
    if (resource.namespaced && ref.namespace !== undefined) parts.push('namespaces', ref.namespace);
    parts.push(resource.name);
    if (ref.name !== undefined) {
      if (resource.namespaced && ref.namespace === undefined)
        throw new Error(`${ref.kind} ${ref.name} needs a namespace`);
      parts.push(ref.name);
    }
    if (subresource !== undefined) parts.push(subresource);
    return parts.join('/');
  }

  async #discover(ref: KubeRef): Promise<Resource> {
    const answer = (await this.#connection.send('GET', root(ref.apiVersion))) as { resources: readonly Resource[] };
    for (const resource of answer.resources) {
      if (!resource.name.includes('/')) this.#known.set(key({ ...ref, kind: resource.kind }), resource);
    }
    const found = this.#known.get(key(ref));
    if (found === undefined) throw new Error(`the API server knows no ${key(ref)}`);
    return found;
  }
}

function key(ref: KubeRef): string {
  return `${ref.apiVersion}/${ref.kind}`;
}

function root(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
