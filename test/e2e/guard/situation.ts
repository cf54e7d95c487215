import type { Manifest } from '../../testbed/kube-object.ts';

/** A StatefulSet, and what a RaftCluster says and knows of it. What is left out is well, and of five voters. */
export interface Situation {
  readonly replicas?: number;
  readonly start?: number;
  /** `minSafeReplicas`; default 3. */
  readonly floor?: number;
  readonly mode?: 'Off' | 'Warn' | 'Enforce';
  readonly status?:
    | 'fresh'
    | 'none'
    | 'no row'
    | 'of an older spec'
    | 'of fewer pods'
    | 'of more pods'
    | 'of other ordinals'
    | 'of another set';
  /** The RaftCluster names this set; default true. */
  readonly named?: boolean;
  /** Its namespace has the label; default true. */
  readonly labelled?: boolean;
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Of all voters; default: as many as pods. */
  readonly voters?: number;
  /** Voters of this set that are live; default: all. */
  readonly live?: number;
  readonly protectedOrdinals?: readonly number[];
  readonly deleted?: 'RaftCluster' | 'StatefulSet';
}

/** Keeps an object that is being deleted for as long as a test looks at it. */
const finalizer = 'raftcluster.dev/test';

/** A set whose pods find no node. */
export function statefulSet(namespace: string, name: string, situation: Situation): Manifest {
  const { replicas = 5, start, deleted } = situation;
  const labels = { app: name };
  const container = { name: 'store', image: 'none' };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels, ...(deleted === 'StatefulSet' && { finalizers: [finalizer] }) },
    spec: {
      serviceName: name,
      replicas,
      ...(start !== undefined && { ordinals: { start } }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [container], nodeSelector: { 'kubernetes.io/hostname': 'nowhere' } },
      },
    },
  };
}

export function raftCluster(namespace: string, name: string, situation: Situation): Manifest {
  const { mode = 'Enforce', named = true, protectedOrdinals = [], spec, deleted } = situation;
  return {
    apiVersion: 'raftcluster.dev/v1alpha1',
    kind: 'RaftCluster',
    metadata: { name, namespace, ...(deleted === 'RaftCluster' && { finalizers: [finalizer] }) },
    spec: {
      store: { type: 'Arc' },
      members: [{ statefulSet: named ? name : `${name}-other`, protectedOrdinals }],
      scaleDownGuard: mode,
      ...spec,
    },
  };
}

/** What the operator would have written; undefined: nothing yet. */
export function statusOf(name: string, uid: string | undefined, generation: number, situation: Situation): unknown {
  const { replicas = 5, start = 0, floor = 3, status = 'fresh', voters = replicas, live = replicas } = situation;
  if (status === 'none') return undefined;
  const row = {
    name,
    uid: status === 'of another set' ? crypto.randomUUID() : uid,
    replicas: replicas + (status === 'of fewer pods' ? -1 : status === 'of more pods' ? 1 : 0),
    start: start + (status === 'of other ordinals' ? 1 : 0),
    voters: live,
    liveVoters: live,
    minSafeReplicas: floor,
  };
  return {
    observedGeneration: status === 'of an older spec' ? generation - 1 : generation,
    voters,
    liveVoters: voters,
    statefulSets: status === 'no row' ? [] : [row],
  };
}
