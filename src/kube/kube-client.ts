import type { Clock } from '../ports/clock.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { CreateHttpClient, HttpAnswer, HttpRequest } from '../ports/http.ts';
import type { KubeConnection } from './kube-config.ts';
import { KubeError } from './kube-error.ts';
import { field, isVersioned, type KubeObject } from './kube-object.ts';
import { KubeTransport } from './kube-transport.ts';
import { describeTarget, pathOf, type Query, type Resource, type Target } from './resource.ts';

export interface CallOptions {
  /** Milliseconds for the whole call; 10 s without it. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

export interface ObjectKey {
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string;
  readonly name: string;
}

/** What may be written: an object with as much of its metadata as the caller wants to say. */
export interface Writable {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly namespace?: string;
    readonly name: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** Which objects a list or a watch covers: all namespaces without a namespace. */
export interface Selection {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
}

export interface Page {
  readonly items: readonly KubeObject[];
  readonly resourceVersion: string;
  /** Where the next page starts; absent on the last one. */
  readonly continue?: string;
}

const defaultTimeout = 10_000;

/**
 * The API server by resources. Every call has a deadline and throws only `KubeError`. Objects are as on the wire: whoever
 * reads more of them than their metadata checks what is there.
 */
export class KubeClient {
  readonly #transport: KubeTransport;

  constructor(
    connection: KubeConnection,
    createHttpClient: CreateHttpClient,
    clock: Clock,
    metrics: Metrics = noMetrics,
  ) {
    this.#transport = new KubeTransport(connection, createHttpClient, clock, metrics);
  }

  async get(resource: Resource, key: ObjectKey, options?: CallOptions): Promise<KubeObject> {
    return this.#call('GET', resource, key, { options });
  }

  /** One page of at most `limit` objects; `gone` for a `from` that is too old. */
  async list(
    resource: Resource,
    page: Selection & {
      readonly limit: number;
      readonly from?: string | undefined;
    },
    options?: CallOptions,
  ): Promise<Page> {
    const { namespace, labelSelector, limit, from } = page;
    const query = { limit, labelSelector, continue: from };
    const { metadata, items } = await this.#call('GET', resource, { namespace }, { options, query });
    // A server written in Go may print an empty list as null; one that is missing says nothing of what exists.
    if (!Array.isArray(items) && items !== null)
      throw new KubeError('internal', `GET ${describeTarget(resource, { namespace })}: the answer is no list`);
    const next = field(metadata, 'continue');
    return {
      items: (items ?? []).filter(isVersioned),
      resourceVersion: metadata.resourceVersion,
      ...(typeof next === 'string' && next !== '' ? { continue: next } : {}),
    };
  }

  /** `alreadyExists` when the name is taken. */
  async create(resource: Resource, object: Writable, options?: CallOptions): Promise<KubeObject> {
    return this.#call('POST', resource, { namespace: object.metadata.namespace }, { options, body: object });
  }

  /** Replaces the object; `conflict` when its `metadata.resourceVersion` or `uid` is given and not the current one. */
  async update(resource: Resource, object: Writable, options?: CallOptions): Promise<KubeObject> {
    const { namespace, name } = object.metadata;
    return this.#call('PUT', resource, { namespace, name }, { options, body: object });
  }

  /** Replaces the status and nothing else, on the same terms as `update`. */
  async updateStatus(resource: Resource, object: Writable, options?: CallOptions): Promise<KubeObject> {
    const { namespace, name } = object.metadata;
    return this.#call('PUT', resource, { namespace, name, subresource: 'status' }, { options, body: object });
  }

  /** A JSON merge patch (RFC 7386): a field that is `null` is removed, a list is replaced whole. */
  async patch(resource: Resource, key: ObjectKey, patch: object, options?: CallOptions): Promise<KubeObject> {
    return this.#call('PATCH', resource, key, { options, body: patch });
  }

  /** With a UID, only that very object: `conflict` when another one has taken its name. */
  async delete(resource: Resource, key: ObjectKey & { readonly uid?: string }, options?: CallOptions): Promise<void> {
    const { uid, ...target } = key;
    const body = uid === undefined ? {} : { preconditions: { uid } };
    await this.#send(`DELETE ${describeTarget(resource, target)}`, 'DELETE', resource, target, { options, body });
  }

  /** The bytes of a watch, one JSON event a line; ends without an error when the server ends it. */
  async watch(
    resource: Resource,
    { namespace, labelSelector }: Selection,
    query: Query,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    return this.#transport.stream({
      what: `WATCH ${describeTarget(resource, { namespace })}`,
      method: 'GET',
      path: pathOf(resource, { namespace }, { watch: true, labelSelector, ...query }),
      timeout: defaultTimeout,
      signal,
    });
  }

  /** Ends all connections; calls under way fail with code `aborted`. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  async #call(method: HttpRequest['method'], resource: Resource, target: Target, call: Call): Promise<KubeObject> {
    const what = `${method} ${describeTarget(resource, target)}`;
    const answer = await this.#send(what, method, resource, target, call);
    const object = parse(answer.body);
    if (isVersioned(object)) return object;
    throw new KubeError('internal', `${what}: the answer is no object of the API: is this an API server?`);
  }

  async #send(
    what: string,
    method: HttpRequest['method'],
    resource: Resource,
    target: Target,
    { options, query, body }: Call,
  ): Promise<HttpAnswer> {
    return this.#transport.send({
      what,
      method,
      path: pathOf(resource, target, query),
      timeout: options?.timeout ?? defaultTimeout,
      signal: options?.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: contentType(method) }),
    });
  }
}

interface Call {
  readonly options: CallOptions | undefined;
  readonly query?: Query;
  readonly body?: object;
}

function contentType(method: HttpRequest['method']): Record<string, string> {
  return {
    'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
  };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    // The parser's message quotes the body, which may be a Secret.
    return undefined;
  }
}
