import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import type { Exchange } from '../engine/exchange.ts';

export type Matching = (exchange: Exchange) => boolean;

/** The write of a record, which stands between an order and its DELETE; later writes show it, too. */
export function records(member: string): Matching {
  return (exchange) => statusIn(exchange)?.removal?.member === member;
}

/** The write that ends the first removal. */
export const reportsFirst: Matching = (exchange) => statusIn(exchange)?.removals?.length === 1;

/** The request to the store. */
export function removes(member: string): Matching {
  return ({ method, path }) => method === 'DELETE' && path.endsWith(`/${member}`);
}

/** The last of the fresh reads before a removal, or one of them. */
export function readsPod(name: string): Matching {
  return ({ method, path }) => method === 'GET' && path.endsWith(`/pods/${name}`);
}

function statusIn({ method, path, body }: Exchange): RaftClusterStatus | undefined {
  if (method !== 'PUT' || body === undefined || !/\/raftclusters\/[^/]+\/status$/.test(path)) return undefined;
  return (JSON.parse(body) as { readonly status?: RaftClusterStatus }).status;
}
