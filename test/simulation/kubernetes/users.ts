import { isReady } from './sets/pod-of-set.ts';
import { requestAnnotation } from '../../../src/api/request.ts';
import type { RaftClusterSpec } from '../../../src/api/raftcluster.ts';
import type { Key, Objects } from './storage/objects.ts';
import type { ClusterObject, Draft, SetObject, SetSpec } from './storage/objects-of.ts';

const actor = 'user';

/** A StatefulSet as somebody asks for it. */
export interface WantedSet extends Key {
  readonly replicas: number;
  readonly start?: number;
  readonly parallel?: boolean;
  /** Seconds between SIGTERM and SIGKILL; 30 without it. */
  readonly grace?: number;
  /** Whether its pods keep their data when they come back; yes without it. */
  readonly keepsData?: boolean;
  /** Whether a pod that is scaled away loses its data; no without it. */
  readonly dropsScaled?: boolean;
}

/** What people and their tools do to a cluster, all of it at once and without asking twice. Unknown names do nothing. */
export class Users {
  readonly #objects: Objects;
  #restarts = 0;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  createSet(wanted: WantedSet): SetObject {
    return this.#objects.create('statefulsets', draftOf(wanted), actor);
  }

  /** The scale subresource, as kubectl, an HPA or KEDA uses it. */
  scale(set: Key, replicas: number, by: string = actor): void {
    this.editSet(set, (spec) => ({ ...spec, replicas }), by);
  }

  /** Raised, it condemns the lowest ordinals. */
  setStart(set: Key, start: number): void {
    this.editSet(set, (spec) => ({ ...spec, ordinals: { start } }));
  }

  /** Pods below this ordinal keep the old template. */
  setPartition(set: Key, partition: number): void {
    this.editSet(set, (spec) => ({ ...spec, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } } }));
  }

  /** `kubectl rollout restart` */
  restart(set: Key): void {
    const restartedAt = `restart-${++this.#restarts}`;
    this.editSet(set, ({ template, ...spec }) => ({
      ...spec,
      template: {
        ...template,
        metadata: {
          ...template.metadata,
          annotations: { ...template.metadata.annotations, 'kubectl.kubernetes.io/restartedAt': restartedAt },
        },
      },
    }));
  }

  editSet(set: Key, edit: (spec: SetSpec) => SetSpec, by: string = actor): void {
    this.#objects.change('statefulsets', set, by, (object) => ({ ...object, spec: edit(object.spec) }));
  }

  /** The pods follow it; with `orphan` they stay and run on. Answers what `recreateSet` needs. */
  deleteSet(set: Key, pods: 'follow' | 'orphan' | 'first' = 'follow'): SetObject | undefined {
    const object = this.#objects.get('statefulsets', set.namespace, set.name);
    const propagationPolicy = ({ follow: 'Background', orphan: 'Orphan', first: 'Foreground' } as const)[pods];
    if (object !== undefined) this.#objects.delete('statefulsets', set, actor, { propagationPolicy });
    return object;
  }

  /** The same again under the same name, with another UID. Throws `Refusal` while the old one is there. */
  recreateSet({ metadata, spec }: SetObject, replicas = spec.replicas): SetObject {
    const { name, namespace = '', labels = {} } = metadata;
    const draft = { metadata: { name, namespace, labels }, spec: { ...spec, replicas } };
    return this.#objects.create('statefulsets', draft, actor);
  }

  /** `spec` as a person writes it: what is left out gets its default. */
  createCluster({ namespace, name }: Key, spec: object): ClusterObject {
    return this.#objects.create('raftclusters', { metadata: { namespace, name }, spec }, actor);
  }

  editCluster(cluster: Key, edit: (spec: RaftClusterSpec) => RaftClusterSpec): void {
    this.#objects.change('raftclusters', cluster, actor, (object) => ({ ...object, spec: edit(object.spec) }));
  }

  suspend(cluster: Key, suspend: boolean): void {
    this.editCluster(cluster, (spec) => ({ ...spec, suspend }));
  }

  setMode(cluster: Key, mode: RaftClusterSpec['removal']['mode']): void {
    this.editCluster(cluster, (spec) => ({ ...spec, removal: { ...spec.removal, mode } }));
  }

  /** `10s` to `1h` */
  setDelay(cluster: Key, delay: string): void {
    this.editCluster(cluster, (spec) => ({ ...spec, removal: { ...spec.removal, delay } }));
  }

  decommission(cluster: Key, ids: readonly string[]): void {
    this.editCluster(cluster, (spec) => ({ ...spec, decommission: [...ids] }));
  }

  deleteCluster(cluster: Key): ClusterObject | undefined {
    const object = this.#objects.get('raftclusters', cluster.namespace, cluster.name);
    if (object !== undefined) this.#objects.delete('raftclusters', cluster, actor);
    return object;
  }

  /** Without its status, as from a manifest in Git. */
  recreateCluster({ metadata, spec }: ClusterObject): ClusterObject {
    return this.createCluster({ namespace: metadata.namespace ?? '', name: metadata.name }, spec);
  }

  annotateCluster(cluster: Key, value: string, by: string = actor, annotation = 'example.com/seen'): void {
    this.#objects.change('raftclusters', cluster, by, (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [annotation]: value } },
    }));
  }

  /** Asks for a look at once, as often as the value is a new one. */
  request(cluster: Key, value: string): void {
    this.annotateCluster(cluster, value, actor, requestAnnotation);
  }

  /** Another controller that writes an annotation again and again. Answers how to stop it. */
  annotateEvery(cluster: Key, period = 2_000, annotation?: string): () => void {
    let isOver = false;
    let count = 0;
    const again = (): void => {
      if (isOver) return;
      this.annotateCluster(cluster, String(++count), 'annotator', annotation);
      this.#objects.timeline.after(period, again);
    };
    again();
    return () => {
      isOver = true;
    };
  }

  /** Creates the Secret, or changes it. */
  setSecret({ namespace, name }: Key, values: Readonly<Record<string, string>>): void {
    const entries = Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
    const data: unknown = Object.fromEntries(entries);
    if (this.#objects.get('secrets', namespace, name) === undefined)
      this.#objects.create('secrets', { metadata: { namespace, name }, data }, actor);
    else this.#objects.change('secrets', { namespace, name }, actor, (secret) => ({ ...secret, data }));
  }

  deleteSecret(secret: Key): void {
    if (this.#objects.get('secrets', secret.namespace, secret.name) !== undefined)
      this.#objects.delete('secrets', secret, actor);
  }

  /** `kubectl delete pod`, with the grace period of the pod. */
  deletePod(pod: Key): void {
    if (this.#objects.get('pods', pod.namespace, pod.name) !== undefined) this.#objects.delete('pods', pod, actor);
  }

  /** The eviction subresource without a disruption budget: a deletion of exactly this pod, if it is Ready. */
  evictPod(key: Key): void {
    const pod = this.#objects.get('pods', key.namespace, key.name);
    if (pod !== undefined && isReady(pod)) this.#objects.delete('pods', key, actor, { uid: pod.metadata.uid });
  }

  /** `--force --grace-period=0`: the object goes at once, whatever still runs (`Kubelets.linger` says for how long). */
  forceDeletePod(pod: Key): void {
    if (this.#objects.get('pods', pod.namespace, pod.name) !== undefined)
      this.#objects.delete('pods', pod, actor, { gracePeriodSeconds: 0 });
  }
}

function draftOf(wanted: WantedSet): Draft {
  const { namespace, name, replicas, start = 0, parallel = false, grace = 30 } = wanted;
  const { keepsData = true, dropsScaled = false } = wanted;
  const labels = { app: name };
  return {
    metadata: { namespace, name, labels },
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: parallel ? 'Parallel' : 'OrderedReady',
      ...(start > 0 && { ordinals: { start } }),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: grace } },
      ...(keepsData && { volumeClaimTemplates: [{ metadata: { name: 'data' } }] }),
      persistentVolumeClaimRetentionPolicy: { whenScaled: dropsScaled ? 'Delete' : 'Retain', whenDeleted: 'Retain' },
    },
  };
}
