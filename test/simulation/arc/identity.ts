import type { StartedPod } from '../kubernetes/workload.ts';

/** What a pod makes of its environment: who it is in the cluster, and where its peers reach it. */
export interface Identity {
  readonly id: string;
  readonly role: string;
  readonly ip: string;
  /** The host name that stays while its IP changes. */
  readonly host: string;
  /** Makes a cluster of one if its disk is empty. */
  readonly bootstraps: boolean;
  /** False: standalone, every answer is `enabled:false`. */
  readonly isClustered: boolean;
}

/** As the Helm chart sets it up: the id is the pod's name, ordinal 0 of the writers bootstraps (arc-admin-api §3, §5). */
export function identityOf(pod: StartedPod): Identity {
  const role = pod.labels['app.kubernetes.io/component'] ?? 'writer';
  return {
    id: pod.name,
    role,
    ip: pod.ip,
    host: hostOf(pod.name, pod.namespace),
    bootstraps: role === 'writer' && pod.ordinal === 0,
    isClustered: true,
  };
}

/** `arc-writer-0.arc-writer-headless.arc.svc.cluster.local` */
export function hostOf(pod: string, namespace: string): string {
  return `${pod}.${pod.slice(0, pod.lastIndexOf('-'))}-headless.${namespace}.svc.cluster.local`;
}

export function raftAddressOf({ host }: Identity): string {
  return `${host}:9200`;
}

export function coordinatorAddressOf({ host }: Identity): string {
  return `${host}:9100`;
}
