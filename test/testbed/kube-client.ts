import { parseAllDocuments } from 'yaml';
import type { KubeConnection, KubeQuery } from './kube-connection.ts';
import { type KubeObject, type KubeRef, type Manifest, refOf } from './kube-object.ts';
import { KubeAnswerError } from './kube-answer-error.ts';
import { Resources } from './kube-resources.ts';

const FIELD_MANAGER = 'testbed';

export interface DeleteOptions {
  /** Seconds; 0 removes the object at once. */
  readonly gracePeriodSeconds?: number;
  /** Only the object with this uid. */
  readonly uid?: string;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
}

export type PatchKind = 'merge' | 'strategic-merge' | 'json';

/** What tests ask of the API server. Every call has a deadline; a refusal is a `KubeAnswerError`. */
export class KubeClient {
  readonly connection: KubeConnection;
  readonly resources: Resources;

  constructor(connection: KubeConnection) {
    this.connection = connection;
    this.resources = new Resources(connection);
  }

  async get<T extends KubeObject>(ref: KubeRef, subresource?: string): Promise<T> {
    return (await this.connection.send('GET', await this.resources.path(ref, subresource))) as T;
  }

  /** Undefined when there is no such object. */
  async find<T extends KubeObject>(ref: KubeRef): Promise<T | undefined> {
    try {
      return await this.get<T>(ref);
    } catch (error) {
      if (error instanceof KubeAnswerError && error.status === 404) return undefined;
      throw error;
    }
  }

  async list<T extends KubeObject>(ref: KubeRef, query: KubeQuery = {}): Promise<readonly T[]> {
    const answer = await this.connection.send('GET', await this.resources.path(ref), { query });
    return (answer as { items: T[] }).items;
  }

  async create(object: Manifest, subresource?: string): Promise<unknown> {
    const ref = refOf(object);
    const { name: _, ...collection } = ref;
    const path = await this.resources.path(subresource === undefined ? collection : ref, subresource);
    return this.connection.send('POST', path, { body: object });
  }

  /** Server-side apply of objects, or of YAML with any number of documents; conflicts are won. */
  async apply(manifests: string | readonly Manifest[]): Promise<void> {
    for (const object of typeof manifests === 'string' ? documents(manifests) : manifests) {
      await this.connection.send('PATCH', await this.resources.path(refOf(object)), {
        body: object,
        contentType: 'application/apply-patch+yaml',
        query: { fieldManager: FIELD_MANAGER, force: 'true' },
      });
    }
  }

  async patch(ref: KubeRef, body: unknown, kind: PatchKind = 'merge', subresource?: string): Promise<unknown> {
    return this.connection.send('PATCH', await this.resources.path(ref, subresource), {
      body,
      contentType: `application/${kind}-patch+json`,
    });
  }

  /** Resolves when the server has taken the request; an object that is not there is no error. */
  async delete(ref: KubeRef, options: DeleteOptions = {}): Promise<void> {
    const { uid, ...rest } = options;
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...rest, ...(uid && { preconditions: { uid } }) };
    try {
      await this.connection.send('DELETE', await this.resources.path(ref), { body });
    } catch (error) {
      if (!(error instanceof KubeAnswerError && error.status === 404)) throw error;
    }
  }

  /** Through the scale subresource, as `kubectl scale` does. */
  async scale(namespace: string, statefulSet: string, replicas: number): Promise<void> {
    const ref = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace, name: statefulSet };
    await this.patch(ref, { spec: { replicas } }, 'merge', 'scale');
  }

  /** As `kubectl drain` does with each pod. */
  async evict(namespace: string, pod: string): Promise<void> {
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace } };
    const ref = { apiVersion: 'v1', kind: 'Pod', namespace, name: pod };
    await this.connection.send('POST', await this.resources.path(ref, 'eviction'), { body });
  }

  /** A token of a ServiceAccount from the TokenRequest API, valid for `seconds`. */
  async token(namespace: string, serviceAccount: string, seconds = 7_200): Promise<string> {
    const ref = { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: serviceAccount };
    const answer = await this.connection.send('POST', await this.resources.path(ref, 'token'), {
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: seconds } },
    });
    return (answer as { status: { token: string } }).status.token;
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}

function documents(yaml: string): Manifest[] {
  return parseAllDocuments(yaml).flatMap((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    const object = document.toJS() as Manifest | null;
    return object === null ? [] : [object];
  });
}
