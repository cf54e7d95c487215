import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from '../kube-client.ts';
import type { Faults } from './faults.ts';
import { timestamp } from './pod-status.ts';

const RENEW = 10_000;
const RETRY = 500;
const LEASES = 'kube-node-lease';

/** Registers a Ready Node, as a kubelet does. */
export async function registerNode(kube: KubeClient, name: string, address: string): Promise<void> {
  const now = timestamp();
  const capacity = { cpu: '64', memory: '256Gi', pods: '1000', 'ephemeral-storage': '1Ti' };
  const metadata = { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } };
  await kube.create({ apiVersion: 'v1', kind: 'Node', metadata, spec: {} });
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'KubeletReady',
    message: 'the node agent runs',
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  };
  const addresses = [
    { type: 'InternalIP', address },
    { type: 'Hostname', address: name },
  ];
  const status = { capacity, allocatable: capacity, conditions: [ready], addresses };
  await kube.patch({ apiVersion: 'v1', kind: 'Node', name }, { status }, 'strategic-merge', 'status');
}

/** Renews the node's Lease every 10 s, not while the node is lost, until the signal aborts. */
export async function renewLease(kube: KubeClient, name: string, faults: Faults, signal: AbortSignal): Promise<void> {
  const metadata = { name, namespace: LEASES };
  while (!signal.aborted) {
    await faults.connected(signal);
    const renewTime = `${new Date().toISOString().slice(0, -1)}000Z`;
    const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime };
    const pause = await kube.apply([{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec }]).then(
      () => RENEW,
      // The API server may be away, or has not made the namespace yet.
      () => RETRY,
    );
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * After an absence: without this the Node would stay NotReady, since a kubelet, not the control plane, says that it is
 * Ready again.
 */
export async function reportReady(kube: KubeClient, name: string): Promise<void> {
  const now = timestamp();
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'KubeletReady',
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  };
  const status = { conditions: [ready] };
  await kube.patch({ apiVersion: 'v1', kind: 'Node', name }, { status }, 'strategic-merge', 'status');
}
