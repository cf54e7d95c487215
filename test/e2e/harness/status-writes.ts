import type { RaftClusterStatus } from '../../../src/api/raftcluster.ts';
import type { Write } from './api-proxy.ts';

/** The status that an operator writes; undefined: the write is of something else. */
export function statusIn({ path, body }: Write): RaftClusterStatus | undefined {
  if (!path.includes('/raftclusters/')) return undefined;
  return (body as { readonly status?: RaftClusterStatus }).status;
}

/** The removal in flight in it. */
export function removalIn(write: Write): RaftClusterStatus['removal'] {
  return statusIn(write)?.removal;
}
