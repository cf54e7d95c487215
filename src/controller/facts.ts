import type { RaftClusterSpec, RaftClusterStatus } from '../api/raftcluster.ts';
import { requestedAt } from '../api/request.ts';
import type { Reading } from '../membership/evidence.ts';
import type { ClusterFacts, Facts, PodFacts, Rival } from '../membership/observation.ts';
import { settingsOf } from '../membership/settings.ts';
import type { Settings } from '../membership/settings.ts';
import { idsOfInterest, podsOfInterest, setsOfInterest } from '../membership/sighted.ts';
import type { Caches } from './caches.ts';
import type { CachedCluster } from './projections.ts';

/** A RaftCluster whose spec and status are understood. */
export interface ReadableCluster extends CachedCluster {
  readonly spec: RaftClusterSpec;
  readonly status: RaftClusterStatus;
}

export function isReadable(cluster: CachedCluster): cluster is ReadableCluster {
  return !('invalid' in cluster.spec) && !('invalid' in cluster.status);
}

/** Everything about a RaftCluster that the caches and the answers of a round say. */
export function factsOf(
  caches: Caches,
  cluster: CachedCluster,
  readings: readonly Reading[],
  mayRemove: Facts['mayRemove'],
): Facts {
  const facts = clusterFacts(cluster);
  const { settings } = facts;
  const { namespace } = cluster;
  if ('invalid' in settings)
    return { cluster: facts, rivals: [], sets: new Map(), pods: new Map(), readings, mayRemove };
  return {
    cluster: facts,
    rivals: rivalsOf(caches, cluster, settings),
    sets: new Map([...setsOfInterest(settings)].map((name) => [name, caches.set(namespace, name) ?? 'absent'])),
    pods: podFacts(caches, facts, settings, readings),
    readings,
    mayRemove,
  };
}

function clusterFacts({ metadata, spec, status, namespace, name, uid }: CachedCluster): ClusterFacts {
  return {
    name,
    uid,
    generation: metadata.generation,
    createdAt: metadata.creationTimestamp,
    deleting: metadata.deletionTimestamp !== undefined,
    requestedAt: requestedAt(metadata.annotations),
    settings: 'invalid' in spec ? spec : settingsOf(namespace, spec),
    status: 'invalid' in status ? {} : status,
  };
}

/** The other RaftClusters that name a StatefulSet of this one. */
function rivalsOf(caches: Caches, { namespace, name }: CachedCluster, { targets }: Settings): readonly Rival[] {
  const others = new Map<string, Rival>();
  for (const { set } of targets) {
    for (const { name: other, metadata, spec } of caches.clustersOf(namespace, set)) {
      if (other === name || 'invalid' in spec) continue;
      const sets = spec.members.map(({ statefulSet }) => statefulSet);
      others.set(other, { name: other, createdAt: metadata.creationTimestamp, sets });
    }
  }
  return [...others.values()];
}

/**
 * The pods of the sets, and of every name that may have to be absent whether it is. By the watch, which sees every pod
 * that a StatefulSet labelled; before anything is removed its pod is read by name.
 */
function podFacts(
  caches: Caches,
  cluster: ClusterFacts,
  settings: Settings,
  readings: readonly Reading[],
): ReadonlyMap<string, PodFacts | 'absent'> {
  const { namespace, targets } = settings;
  const pods = new Map<string, PodFacts | 'absent'>();
  for (const { set: name } of targets) {
    const set = caches.set(namespace, name);
    for (const pod of set ? caches.podsOf(set) : []) pods.set(pod.name, pod);
  }
  const ids = new Set(idsOfInterest({ cluster }, settings, undefined));
  for (const { result } of readings) {
    if (result.kind !== 'view') continue;
    for (const { id } of result.view.configuration) ids.add(id);
    for (const id of result.view.records.keys()) ids.add(id);
  }
  for (const name of podsOfInterest(ids, settings)) pods.set(name, caches.pod(namespace, name) ?? 'absent');
  return pods;
}
