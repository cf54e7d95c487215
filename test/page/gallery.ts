import { decodeRaftCluster } from '../../src/api/decode.ts';
import type { DecodedRaftCluster } from '../../src/api/decode.ts';
import type { Source } from '../../src/page/source.ts';
import { crowded, longWinded, malicious } from './odd.ts';
import { realStates } from './states.ts';

/** Wall time in milliseconds at which everything is shown. */
export const shownAt = Date.UTC(2027, 0, 31, 12);

/** Every state that a page can show: real ones, and the longest, fullest and oddest that may be made of them. */
export async function gallery(): Promise<ReadonlyMap<string, DecodedRaftCluster>> {
  const real = await realStates(shownAt);
  const named = (name: string): DecodedRaftCluster => {
    const found = real.get(name);
    if (found === undefined) throw new Error(`no state is called ${name}`);
    return found;
  };
  const { metadata, spec } = named('healthy');
  const made = {
    crowded: crowded(named('settling'), 'crowded'),
    'long-winded': longWinded(named('removing'), 'long-winded'),
    malicious: malicious(named('removing'), 'malicious'),
    'no-status': decodeRaftCluster({ metadata: { ...metadata, name: 'no-status' }, spec }),
    'invalid-spec': decodeRaftCluster({ metadata: { ...metadata, name: 'invalid-spec' }, spec: { members: [] } }),
    'invalid-status': decodeRaftCluster({
      metadata: { ...metadata, name: 'invalid-status' },
      spec,
      status: { removal: { member: 7 } },
    }),
  };
  return new Map([...real, ...Object.entries(made)]);
}

/** A replica that knows these RaftClusters, and leads unless `changed` says otherwise. */
export function sourceOf(clusters: Iterable<DecodedRaftCluster>, changed: Partial<Source> = {}): Source {
  const all = [...clusters];
  return {
    clusters: () => all,
    cluster: (namespace, name) =>
      all.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
    isLeading: () => true,
    unready: () => [],
    now: () => shownAt,
    replica: 'raftcluster-operator-7d9f5c6b8-x2x7k',
    ...changed,
  };
}
