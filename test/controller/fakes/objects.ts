import type { KubeObject } from '../../../src/kube/kube-object.ts';
import { manifest } from '../../e2e/manifests/manifest.ts';
import type { Change } from '../../e2e/manifests/manifest.ts';

export const namespace = 'store';

interface Parts {
  readonly name?: string;
  readonly uid?: string;
  readonly spec?: Change;
  readonly status?: object;
  readonly metadata?: object;
}

/** A RaftCluster of the StatefulSet `arc`, watched for long, whose pods have confirmed their ids. */
export function raftCluster({
  name = 'arc',
  uid = `uid-${name}`,
  spec = {},
  status,
  metadata,
}: Parts = {}): KubeObject {
  const { apiVersion, kind, spec: wanted } = manifest(name, { members: [{ statefulSet: 'arc' }], ...spec });
  const statefulSets = [
    {
      name: 'arc',
      uid: 'uid-set-arc',
      confirmedMemberId: '{pod}',
      replicas: 5,
      voters: 5,
      liveVoters: 5,
      minSafeReplicas: 5,
    },
  ];
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...metadata,
    },
    spec: wanted,
    status: status ?? { observedGeneration: 1, statefulSets },
  };
}

interface SetParts {
  readonly name?: string;
  readonly replicas?: number;
  readonly generation?: number;
  readonly observedGeneration?: number;
}

export function statefulSet({
  name = 'arc',
  replicas = 5,
  generation = 1,
  observedGeneration = generation,
}: SetParts = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, uid: `uid-set-${name}`, resourceVersion: '1', generation },
    spec: { replicas },
    status: { observedGeneration, replicas, currentRevision: 'a', updateRevision: 'a' },
  };
}

interface PodParts {
  readonly set?: string;
  readonly uid?: string;
  readonly ip?: string | null;
  readonly deletionTimestamp?: string;
  readonly owned?: boolean;
  readonly ready?: boolean;
}

export function pod(
  name: string,
  { set = 'arc', uid = `uid-${name}`, ip, deletionTimestamp, owned = true, ready = true }: PodParts = {},
): KubeObject {
  const ordinal = Number(name.slice(name.lastIndexOf('-') + 1));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion: '1',
      ...(deletionTimestamp !== undefined && { deletionTimestamp }),
      ...(owned && {
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'StatefulSet', name: set, uid: `uid-set-${set}`, controller: true },
        ],
      }),
    },
    status: {
      ...(ip !== null && { podIP: ip ?? `10.0.0.${ordinal + 1}` }),
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

export function secret(name: string, data: Readonly<Record<string, string>>): KubeObject {
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  );
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, uid: `uid-secret-${name}`, resourceVersion: '1' },
    data: encoded,
  };
}
