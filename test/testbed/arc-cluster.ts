import type { Manifest } from './kube-object.ts';

/** The image that runs `arcd`. */
export const ARCD_IMAGE = 'arcd:dev';
/** Every pod has its own address, so all pods listen on the same ports. */
export const ARC_PORTS = { http: 8_000, control: 8_001, coordinator: 9_100, raft: 9_200 } as const;

const DATA = '/var/lib/arc';
const TLS = '/etc/arc/http-tls';

export interface ArcSet {
  readonly namespace: string;
  /** Of the StatefulSet; its headless Service is `<name>-headless`. */
  readonly name: string;
  readonly replicas: number;
  /** Default `parallel`. */
  readonly podManagement?: 'parallel' | 'orderedReady';
  /** `claim` (default): a disk per ordinal, kept; `emptyDir`: lost with the pod. */
  readonly storage?: 'claim' | 'emptyDir';
  readonly role?: 'writer' | 'reader' | 'compactor';
  /** The set whose first pods are the seeds, and whose first ordinal makes the cluster; default: this set. */
  readonly seedSet?: string;
  /** First ordinal; default 0. */
  readonly start?: number;
  /** Key `bootstrap-token` of this Secret is the admin token; default: no authentication. */
  readonly tokenSecret?: string;
  /** A token that is valid but may remove nothing. */
  readonly readToken?: string;
  /** The admin API speaks HTTPS with `tls.crt` and `tls.key` of this Secret. */
  readonly tlsSecret?: string;
  /** How nodes call themselves: `podName` (default: arc-0, arc-1, …), or `oneBased` (pod arc-0 is node arc-1). */
  readonly ids?: 'podName' | 'oneBased';
  /** Seconds; default 10. */
  readonly grace?: number;
  /** What SIGTERM does: `graceful` (default) leaves the cluster first. */
  readonly leave?: 'graceful' | 'none';
  /** More flags of `arcd`. */
  readonly flags?: readonly string[];
}

/** A StatefulSet of `arcd` pods and its headless Service, in the shape that Arc's own chart gives them. */
export function arcCluster(set: ArcSet): readonly Manifest[] {
  return [headlessService(set), statefulSet(set)];
}

/** A Secret with the admin token, as the chart makes it. */
export function tokenSecret(namespace: string, name: string, token: string): Manifest {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: { 'bootstrap-token': token } };
}

/** The DNS name of a member's Raft or coordinator address. */
export function hostOf(namespace: string, set: string, ordinal: number): string {
  return `${set}-${ordinal}.${set}-headless.${namespace}.svc.cluster.local`;
}

function headlessService({ namespace, name }: ArcSet): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${name}-headless`, namespace, labels: labelsOf(name) },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: labelsOf(name),
      ports: Object.entries(ARC_PORTS).map(([portName, port]) => ({ name: portName, port })),
    },
  };
}

function statefulSet(set: ArcSet): Manifest {
  const { namespace, name, replicas } = set;
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels: labelsOf(name) },
    spec: {
      serviceName: `${name}-headless`,
      replicas,
      podManagementPolicy: set.podManagement === 'orderedReady' ? 'OrderedReady' : 'Parallel',
      ...(set.start !== undefined && { ordinals: { start: set.start } }),
      selector: { matchLabels: labelsOf(name) },
      template: { metadata: { labels: labelsOf(name) }, spec: podSpec(set) },
      ...(set.storage !== 'emptyDir' && { volumeClaimTemplates: [claim] }),
    },
  };
}

function podSpec(set: ArcSet): unknown {
  const scheme = set.tlsSecret === undefined ? 'HTTP' : 'HTTPS';
  return {
    terminationGracePeriodSeconds: set.grace ?? 10,
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'arc',
        image: ARCD_IMAGE,
        imagePullPolicy: 'Never',
        ...(set.ids === 'oneBased' && { command: oneBased(set.name) }),
        args: flags(set),
        env: environment(set),
        ports: Object.entries(ARC_PORTS).map(([name, containerPort]) => ({ name, containerPort })),
        readinessProbe: { httpGet: { path: '/ready', port: 'http', scheme }, periodSeconds: 1 },
        volumeMounts: [
          { name: 'data', mountPath: DATA },
          ...(set.tlsSecret === undefined ? [] : [{ name: 'http-tls', mountPath: TLS, readOnly: true }]),
        ],
      },
    ],
    volumes: [
      ...(set.storage === 'emptyDir' ? [{ name: 'data', emptyDir: {} }] : []),
      ...(set.tlsSecret === undefined ? [] : [{ name: 'http-tls', secret: { secretName: set.tlsSecret } }]),
    ],
  };
}

function flags(set: ArcSet): readonly string[] {
  const first = set.start ?? 0;
  const seedSet = set.seedSet ?? set.name;
  const firstSeed = set.seedSet === undefined ? first : 0;
  const seeds = [0, 1, 2].map((n) => `${hostOf(set.namespace, seedSet, firstSeed + n)}:${ARC_PORTS.coordinator}`);
  const host = `$(POD_NAME).${set.name}-headless.$(POD_NAMESPACE).svc.cluster.local`;
  return [
    `--role=${set.role ?? 'writer'}`,
    `--http-addr=$(POD_IP):${ARC_PORTS.http}`,
    `--control-addr=$(POD_IP):${ARC_PORTS.control}`,
    `--coordinator-addr=$(POD_IP):${ARC_PORTS.coordinator}`,
    `--coordinator-advertise=${host}:${ARC_PORTS.coordinator}`,
    `--raft-addr=$(POD_IP):${ARC_PORTS.raft}`,
    `--raft-advertise=${host}:${ARC_PORTS.raft}`,
    `--seeds=${seeds.join(',')}`,
    `--data-dir=${DATA}`,
    `--leave=${set.leave ?? 'graceful'}`,
    ...(set.seedSet === undefined ? [`--bootstrap-ordinal=${set.ids === 'oneBased' ? first + 1 : first}`] : []),
    ...(set.tlsSecret === undefined ? [] : [`--tls-cert=${TLS}/tls.crt`, `--tls-key=${TLS}/tls.key`]),
    ...(set.flags ?? []),
  ];
}

/** A shell as entry point, which makes the id from the ordinal as some charts do. */
function oneBased(name: string): readonly string[] {
  return ['/bin/sh', '-c', `ARC_CLUSTER_NODE_ID=${name}-$((POD_INDEX + 1)) exec arcd "$@"`, 'arcd'];
}

function environment(set: ArcSet): readonly unknown[] {
  const token = { name: set.tokenSecret, key: 'bootstrap-token' };
  return [
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
    field('POD_IP', 'status.podIP'),
    field('POD_INDEX', "metadata.labels['apps.kubernetes.io/pod-index']"),
    field('ARC_CLUSTER_NODE_ID', 'metadata.name'),
    ...(set.tokenSecret === undefined
      ? []
      : [{ name: 'ARC_AUTH_BOOTSTRAP_TOKEN', valueFrom: { secretKeyRef: token } }]),
    ...(set.readToken === undefined ? [] : [{ name: 'ARCD_READ_TOKEN', value: set.readToken }]),
  ];
}

function field(name: string, fieldPath: string): unknown {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function labelsOf(name: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': 'arc', 'app.kubernetes.io/instance': name };
}
