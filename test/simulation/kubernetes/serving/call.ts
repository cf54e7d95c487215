import type { Arrival } from '../../engine/host.ts';
import { factsOf, type Kind, kindNames } from '../storage/kinds.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/** A request to the API server, understood. */
export interface Call {
  readonly verb: Verb;
  readonly kind: Kind;
  /** Undefined: all namespaces, or none. */
  readonly namespace: string | undefined;
  /** Undefined: the collection. */
  readonly name: string | undefined;
  readonly isStatus: boolean;
  readonly query: URLSearchParams;
  readonly body: string | undefined;
  /** The process that asks. */
  readonly from: string;
  /** The token that it shows. */
  readonly identity: string;
}

/** Undefined: no path of this API server. */
export function callOf({ method, path, headers, body, from }: Arrival): Call | undefined {
  const [route = '', search = ''] = path.split('?', 2);
  const parts = route.split('/').slice(1).map(decodeURIComponent);
  const [group, version, ...rest] = parts[0] === 'apis' ? parts.slice(1) : ['', ...parts.slice(1)];
  const isIn = rest[0] === 'namespaces' && rest.length > 2;
  const namespace = isIn ? rest[1] : undefined;
  const [plural, name, subresource] = isIn ? rest.slice(2) : rest;
  const kind = kindNames.find((each) => each === plural);
  if (kind === undefined || factsOf(kind).group !== group || factsOf(kind).version !== version) return undefined;
  const query = new URLSearchParams(search);
  const verb = verbOf(method, name !== undefined, query.get('watch') === 'true');
  if (verb === undefined || (subresource !== undefined && subresource !== 'status')) return undefined;
  const identity = (headers['authorization'] ?? '').replace(/^Bearer /, '');
  return { verb, kind, namespace, name, isStatus: subresource === 'status', query, body, from, identity };
}

function verbOf(method: Arrival['method'], isNamed: boolean, isWatch: boolean): Verb | undefined {
  switch (method) {
    case 'GET':
      if (isNamed) return 'get';
      return isWatch ? 'watch' : 'list';
    case 'POST':
      return isNamed ? undefined : 'create';
    case 'PUT':
      return isNamed ? 'update' : undefined;
    case 'PATCH':
      return isNamed ? 'patch' : undefined;
    case 'DELETE':
      return isNamed ? 'delete' : undefined;
  }
}
