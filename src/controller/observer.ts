import type { RaftClusterSpec, RaftClusterStatus } from '../api/raftcluster.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { pods as podResource, statefulSets } from '../kube/resource.ts';
import type { Resource } from '../kube/resource.ts';
import type { Reading } from '../membership/evidence.ts';
import { judge } from '../membership/judgement.ts';
import type { Memory } from '../membership/memory.ts';
import type { CachedObservation, ClusterFacts, Facts, FreshObservation, PodFacts, SetFacts } from '../membership/observation.ts';
import type { Intention } from '../membership/order.ts';
import { roundNeeds } from '../membership/round.ts';
import { settingsOf } from '../membership/settings.ts';
import type { Settings } from '../membership/settings.ts';
import { idsOfInterest, podsOfInterest, setsOfInterest } from '../membership/sighted.ts';
import type { Clock } from '../ports/clock.ts';
import type { AdminAccess } from './admin-access.ts';
import { adminRound } from './admin-round.ts';
import type { RoundPod } from './admin-round.ts';
import type { Caches } from './caches.ts';
import { projectCluster, projectPod, projectSet } from './projections.ts';
import type { CachedCluster, CachedPod } from './projections.ts';
import { raftClusters } from './resource.ts';

/** A RaftCluster whose spec and status are understood. */
export interface ReadableCluster extends CachedCluster {
  readonly spec: RaftClusterSpec;
  readonly status: RaftClusterStatus;
}

export type FreshLook =
  | { readonly kind: 'fresh'; readonly observation: FreshObservation; readonly cluster: ReadableCluster }
  /** The watches have not delivered yet what the API server says: the pass starts over. */
  | { readonly kind: 'behind'; readonly what: string };

/** Milliseconds for one uncached read; the fence allows 3 s for everything. */
const freshReadTimeout = 1500;

/** Makes observations: of the caches and one admin round, or afresh. */
export class Observer {
  readonly #caches: Caches;
  readonly #client: Pick<KubeClient, 'get'>;
  readonly #clock: Clock;

  constructor(caches: Caches, client: Pick<KubeClient, 'get'>, clock: Clock) {
    this.#caches = caches;
    this.#client = client;
    this.#clock = clock;
  }

  /** Of the caches alone: nobody is asked. */
  unasked(cluster: CachedCluster): CachedObservation {
    return { freshness: 'cached', ...this.#facts(cluster, [], 'unknown') };
  }

  async cached(cluster: ReadableCluster, access: AdminAccess, memory: Memory, signal: AbortSignal): Promise<CachedObservation> {
    const readings = await this.#round(cluster, access, memory, signal);
    const facts = this.#facts(cluster, readings, access.mayRemove);
    if (access.mayRemove !== 'allowed') await this.#probe(facts, access);
    return { freshness: 'cached', ...this.#facts(cluster, readings, access.mayRemove) };
  }

  /** An admin round first, then uncached reads of the RaftCluster, its sets, and the pod that has to be gone. */
  async fresh(cluster: ReadableCluster, access: AdminAccess, memory: Memory, intention: Intention, signal: AbortSignal): Promise<FreshLook> {
    const firstReadAt = this.#clock.now().monotonic;
    const round = await this.#round(cluster, access, memory, signal);
    const readings = [...round, ...(await this.#readLeaderOnce(this.#facts(cluster, round, access.mayRemove), access))];
    const { namespace, name } = cluster;
    const settings = settingsOf(namespace, cluster.spec);
    const names = [...setsOfInterest(settings)];
    const [object, pod, ...sets] = await Promise.all([
      this.#get(raftClusters, namespace, name),
      intention.pod === undefined ? undefined : this.#get(podResource, namespace, intention.pod),
      ...names.map((set) => this.#get(statefulSets, namespace, set)),
    ]);
    if (!object) return { kind: 'behind', what: 'The RaftCluster is gone' };
    const now = projectCluster(object);
    if (now.uid !== cluster.uid || now.metadata.generation !== cluster.metadata.generation || !isReadable(now)) {
      return { kind: 'behind', what: 'The RaftCluster has changed' };
    }
    const fresh = new Map<string, SetFacts | 'absent'>();
    for (const [index, set] of sets.entries()) {
      const setName = names[index] ?? '';
      const read = set ? projectSet(set) : undefined;
      const known = this.#caches.set(namespace, setName);
      if (read?.uid !== known?.uid || read?.generation !== known?.generation) {
        return { kind: 'behind', what: `StatefulSet ${setName} has changed` };
      }
      fresh.set(setName, read ?? 'absent');
    }
    const facts = this.#facts(now, readings, access.mayRemove);
    const pods = new Map<string, PodFacts | 'absent'>(facts.pods);
    if (intention.pod !== undefined) pods.set(intention.pod, pod ? projectPod(pod) : 'absent');
    return { kind: 'fresh', observation: { ...facts, freshness: 'fresh', firstReadAt, sets: fresh, pods }, cluster: now };
  }

  async #get(resource: Resource, namespace: string, name: string): Promise<KubeObject | undefined> {
    try {
      return await this.#client.get(resource, { namespace, name }, { timeout: freshReadTimeout });
    } catch (error) {
      if (error instanceof KubeError && error.code === 'notFound') return undefined;
      throw error;
    }
  }

  async #round(cluster: ReadableCluster, access: AdminAccess, memory: Memory, signal: AbortSignal): Promise<readonly Reading[]> {
    const asked = new Map(this.#podsToAsk(cluster).map((pod) => [pod.name, pod]));
    const settings = settingsOf(cluster.namespace, cluster.spec);
    return adminRound({
      clock: this.#clock,
      signal,
      pods: [...asked.values()],
      ask: async ({ name }: RoundPod, late) => {
        const pod = asked.get(name);
        const node = pod && access.readNode(pod, late);
        if (access.missing !== undefined) return { kind: 'failed', failure: 'unauthorized', message: access.missing };
        if (!node) return { kind: 'failed', failure: 'unreachable', message: 'The pod has no address yet.' };
        return access.driver.read(node);
      },
      needs: (readings) => {
        const facts = this.#facts(cluster, readings, access.mayRemove);
        return roundNeeds(facts, settings, memory, this.#clock.now().monotonic);
      },
    });
  }

  /** The token goes only to pods that a StatefulSet of the spec, as it is now, controls. */
  #podsToAsk({ namespace, spec }: ReadableCluster): readonly CachedPod[] {
    return spec.members.flatMap(({ statefulSet }) => {
      const set = this.#caches.set(namespace, statefulSet);
      return set ? this.#caches.podsOf(set).filter(({ ip }) => ip !== null) : [];
    });
  }

  /** Asks the claimed leader whether the credentials may remove. */
  async #probe(facts: Facts, access: AdminAccess): Promise<void> {
    const leader = this.#claimedLeader(facts);
    const node = leader && access.removeNode(leader);
    if (!node) return;
    const { kind } = await access.driver.mayRemove({ ...node, timeout: freshReadTimeout });
    access.mayRemove = kind === 'unauthorized' ? 'unknown' : kind;
  }

  /** Reads the claimed leader over the connection that a removal would use, so that it is open when it is needed. */
  async #readLeaderOnce(facts: Facts, access: AdminAccess): Promise<readonly Reading[]> {
    const leader = this.#claimedLeader(facts);
    const node = leader && access.removeNode(leader);
    if (!node) return [];
    const askedAt = this.#clock.now().monotonic;
    const result = await access.driver.read({ ...node, timeout: freshReadTimeout });
    return [{ pod: leader.name, podUid: leader.uid, askedAt, answeredAt: this.#clock.now().monotonic, result }];
  }

  #claimedLeader(facts: Facts): CachedPod | undefined {
    const { settings } = facts.cluster;
    if ('invalid' in settings) return undefined;
    const claim = judge(facts, settings, this.#clock.now().monotonic).claims.highest;
    return claim && this.#caches.pod(settings.namespace, claim.pod);
  }

  #facts(cluster: CachedCluster, readings: readonly Reading[], mayRemove: Facts['mayRemove']): Facts {
    const clusterFacts = factsOf(cluster);
    const { settings } = clusterFacts;
    const { namespace } = cluster;
    const rivals = [...this.#caches.clusters(namespace)]
      .filter(({ uid }) => uid !== cluster.uid)
      .map(({ name, metadata, spec }) => ({
        name,
        createdAt: metadata.creationTimestamp,
        sets: 'invalid' in spec ? [] : spec.members.map(({ statefulSet }) => statefulSet),
      }));
    if ('invalid' in settings) return { cluster: clusterFacts, rivals, sets: new Map(), pods: new Map(), readings, mayRemove };
    const sets = new Map([...setsOfInterest(settings)].map((name) => [name, this.#caches.set(namespace, name) ?? 'absent'] as const));
    return { cluster: clusterFacts, rivals, sets, pods: this.#podFacts(clusterFacts, settings, readings), readings, mayRemove };
  }

  /**
   * The pods of the sets, and of every name that may have to be absent whether it is. By the watch, which sees every pod
   * that a StatefulSet labelled; before anything is removed its pod is read by name.
   */
  #podFacts(cluster: ClusterFacts, settings: Settings, readings: readonly Reading[]): ReadonlyMap<string, PodFacts | 'absent'> {
    const { namespace, targets } = settings;
    const pods = new Map<string, PodFacts | 'absent'>();
    for (const { set: name } of targets) {
      const set = this.#caches.set(namespace, name);
      for (const pod of set ? this.#caches.podsOf(set) : []) pods.set(pod.name, pod);
    }
    const shown = readings.flatMap(({ result }) => (result.kind === 'view' ? result.view : []));
    const ids = new Set([
      ...idsOfInterest({ cluster }, settings, undefined),
      ...shown.flatMap(({ configuration, records }) => [...configuration.map(({ id }) => id), ...records.keys()]),
    ]);
    for (const name of podsOfInterest(ids, settings)) pods.set(name, this.#caches.pod(namespace, name) ?? 'absent');
    return pods;
  }
}

export function isReadable(cluster: CachedCluster): cluster is ReadableCluster {
  return !('invalid' in cluster.spec) && !('invalid' in cluster.status);
}

export function factsOf({ metadata, spec, status, namespace, name, uid }: CachedCluster): ClusterFacts {
  return {
    name,
    uid,
    generation: metadata.generation,
    createdAt: metadata.creationTimestamp,
    deleting: metadata.deletionTimestamp !== undefined,
    settings: 'invalid' in spec ? spec : settingsOf(namespace, spec),
    status: 'invalid' in status ? {} : status,
  };
}
