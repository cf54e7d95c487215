import type { KubeClient } from '../kube/kube-client.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { pods as podResource, statefulSets } from '../kube/resource.ts';
import type { Resource } from '../kube/resource.ts';
import type { Reading } from '../membership/evidence.ts';
import { judge } from '../membership/judgement.ts';
import type { Memory } from '../membership/memory.ts';
import type { CachedObservation, Facts, FreshObservation, PodFacts, SetFacts } from '../membership/observation.ts';
import type { Intention } from '../membership/order.ts';
import { roundNeeds } from '../membership/round.ts';
import { settingsOf } from '../membership/settings.ts';
import { setsOfInterest } from '../membership/sighted.ts';
import type { Clock } from '../ports/clock.ts';
import { isAddressed } from './admin-access.ts';
import type { AdminAccess, AddressedPod } from './admin-access.ts';
import { adminRound } from './admin-round.ts';
import type { Caches } from './caches.ts';
import { factsOf, isReadable } from './facts.ts';
import type { ReadableCluster } from './facts.ts';
import { projectCluster, projectPod, projectSet } from './projections.ts';
import type { CachedCluster } from './projections.ts';
import { raftClusters } from './resource.ts';

export interface FreshLook {
  readonly observation: FreshObservation;
  /** As it was read, with the resourceVersion that a record must be written with. */
  readonly cluster: ReadableCluster;
}

/** Milliseconds for one uncached read, or one request to the leader; the fence allows 3 s for everything. */
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
    return { freshness: 'cached', ...factsOf(this.#caches, cluster, [], 'unknown') };
  }

  async cached(
    cluster: ReadableCluster,
    access: AdminAccess,
    memory: Memory,
    signal: AbortSignal,
  ): Promise<CachedObservation> {
    const readings = await this.#round(cluster, access, memory, signal);
    await this.#probe(cluster, readings, access, signal);
    return { freshness: 'cached', ...factsOf(this.#caches, cluster, readings, access.mayRemove) };
  }

  /**
   * An admin round first, then uncached reads of the RaftCluster, its sets, and the pod that has to be gone. Throws
   * `KubeError`: `conflict` when the watches have not delivered yet what the API server says, so that the pass starts over.
   */
  async fresh(
    cluster: ReadableCluster,
    access: AdminAccess,
    memory: Memory,
    { pod: gone }: Intention,
    signal: AbortSignal,
  ): Promise<FreshLook> {
    const { namespace, name } = cluster;
    const firstReadAt = this.#clock.now().monotonic;
    const round = await this.#round(cluster, access, memory, signal);
    const readings = [...round, ...(await this.#readLeaderOnce(cluster, round, access, signal))];
    const names = [...setsOfInterest(settingsOf(namespace, cluster.spec))];
    const [object, pod, ...sets] = await Promise.all([
      this.#get(raftClusters, namespace, name, signal),
      gone === undefined ? undefined : this.#get(podResource, namespace, gone, signal),
      ...names.map(async (set) => this.#get(statefulSets, namespace, set, signal)),
    ]);
    const now = sameWish(cluster, object);
    const facts = factsOf(this.#caches, now, readings, access.mayRemove);
    const fresh = new Map(names.map((set, index) => [set, this.#sameSet(namespace, set, sets[index])]));
    const pods = new Map<string, PodFacts | 'absent'>(facts.pods);
    if (gone !== undefined) pods.set(gone, pod ? projectPod(pod) : 'absent');
    return { observation: { ...facts, freshness: 'fresh', firstReadAt, sets: fresh, pods }, cluster: now };
  }

  /** Absence is a 404 for that name; anything else that is no object is an error. */
  async #get(
    resource: Resource,
    namespace: string,
    name: string,
    signal: AbortSignal,
  ): Promise<KubeObject | undefined> {
    try {
      return await this.#client.get(resource, { namespace, name }, { timeout: freshReadTimeout, signal });
    } catch (error) {
      if (error instanceof KubeError && error.code === 'notFound') return undefined;
      throw error;
    }
  }

  #sameSet(namespace: string, name: string, object: KubeObject | undefined): SetFacts | 'absent' {
    const read = object && projectSet(object);
    const known = this.#caches.set(namespace, name);
    if (read?.uid !== known?.uid || read?.generation !== known?.generation)
      throw behind(`StatefulSet ${namespace}/${name}`);
    return read ?? 'absent';
  }

  async #round(
    cluster: ReadableCluster,
    access: AdminAccess,
    memory: Memory,
    signal: AbortSignal,
  ): Promise<readonly Reading[]> {
    const settings = settingsOf(cluster.namespace, cluster.spec);
    return adminRound({
      clock: this.#clock,
      signal,
      pods: this.#podsToAsk(cluster),
      ask: async (pod, late) =>
        access.missing === undefined
          ? access.driver.read(access.readNode(pod, late))
          : { kind: 'failed', failure: 'unauthorized', message: access.missing },
      needs: (readings) => {
        const facts = factsOf(this.#caches, cluster, readings, access.mayRemove);
        return roundNeeds(facts, settings, memory, this.#clock.now().monotonic);
      },
    });
  }

  /** The token goes only to pods that a StatefulSet of the spec, as it is now, controls. */
  #podsToAsk({ namespace, spec }: ReadableCluster): readonly AddressedPod[] {
    return spec.members.flatMap(({ statefulSet }) => {
      const set = this.#caches.set(namespace, statefulSet);
      return set ? this.#caches.podsOf(set).filter(isAddressed) : [];
    });
  }

  /** Asks the claimed leader whether the credentials may remove, unless it has said so. */
  async #probe(
    cluster: ReadableCluster,
    round: readonly Reading[],
    access: AdminAccess,
    signal: AbortSignal,
  ): Promise<void> {
    const leader = this.#claimedLeader(cluster, round, access.mayRemove);
    if (!leader || !access.isOpenQuestion(leader)) return;
    const { kind } = await access.driver.mayRemove({ ...access.removeNode(leader, signal), timeout: freshReadTimeout });
    access.learn(leader.uid, kind === 'unauthorized' ? 'unknown' : kind);
  }

  /** Reads the claimed leader over the connection that a removal would use, so that it is open when it is needed. */
  async #readLeaderOnce(
    cluster: ReadableCluster,
    round: readonly Reading[],
    access: AdminAccess,
    signal: AbortSignal,
  ): Promise<readonly Reading[]> {
    const leader = this.#claimedLeader(cluster, round, access.mayRemove);
    if (!leader) return [];
    const askedAt = this.#clock.now().monotonic;
    const result = await access.driver.read({ ...access.removeNode(leader, signal), timeout: freshReadTimeout });
    return [{ pod: leader.name, podUid: leader.uid, askedAt, answeredAt: this.#clock.now().monotonic, result }];
  }

  /** The pod that claimed to lead, if it is still the one that was asked. */
  #claimedLeader(
    cluster: ReadableCluster,
    round: readonly Reading[],
    mayRemove: Facts['mayRemove'],
  ): AddressedPod | undefined {
    const facts = factsOf(this.#caches, cluster, round, mayRemove);
    const settings = settingsOf(cluster.namespace, cluster.spec);
    const claim = judge(facts, settings, this.#clock.now().monotonic).claims.highest;
    const pod = claim && this.#caches.pod(cluster.namespace, claim.pod);
    return pod && pod.uid === claim.podUid && isAddressed(pod) ? pod : undefined;
  }
}

/** The RaftCluster as it was just read, if what is wanted is still what the pass began with. */
function sameWish(cluster: ReadableCluster, object: KubeObject | undefined): ReadableCluster {
  const now = object && projectCluster(object);
  const same = now?.uid === cluster.uid && now.metadata.generation === cluster.metadata.generation;
  if (now && same && isReadable(now)) return now;
  throw behind(`RaftCluster ${cluster.namespace}/${cluster.name}`);
}

function behind(what: string): KubeError {
  return new KubeError('conflict', `${what} is not as the watch has delivered it yet`);
}
