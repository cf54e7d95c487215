import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '../kube-client.ts';
import { keyOf, type Pod, podRef } from './pod.ts';
import { isGone } from './status-writer.ts';

const RETRY = 250;
const HOSTNAME = 'kubernetes.io/hostname';

/** Whether an unbound pod is for this node: the one that it selects by host name, else the default node. */
export function wants(pod: Pod, node: string, isDefault: boolean): boolean {
  if (pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) return false;
  const selected = pod.spec.nodeSelector?.[HOSTNAME];
  return selected === undefined ? isDefault : selected === node;
}

/** Binds a pod to a node, trying until it is bound or gone. */
export async function bind(kube: KubeClient, pod: Pod, node: string, signal: AbortSignal): Promise<void> {
  const metadata = {
    name: pod.metadata.name,
    namespace: pod.metadata.namespace ?? 'default',
    uid: pod.metadata.uid ?? '',
  };
  const target = { apiVersion: 'v1', kind: 'Node', name: node };
  const path = await kube.resources.path(podRef(pod), 'binding');
  while (!signal.aborted) {
    try {
      await kube.connection.send('POST', path, { body: { apiVersion: 'v1', kind: 'Binding', metadata, target } });
      return;
    } catch (error) {
      if (isGone(error)) return;
      await sleep(RETRY, undefined, { signal }).catch(() => undefined);
    }
  }
  throw new Error(`${keyOf(pod)} could not be bound`);
}
