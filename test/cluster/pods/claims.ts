import { chmodSync } from 'node:fs';
import type { KubeClient } from '../../testbed/kube-client.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import { watch } from '../../testbed/kube-watch.ts';
import type { RunFolder } from '../../testbed/run-folder.ts';
import { waitUntil } from '../../testbed/wait-until.ts';

const PATIENCE = 60_000;

interface Claim extends KubeObject {
  readonly spec: { readonly volumeName?: string };
}

/** Gives every claim a folder of this machine, which all nodes reach; it is bound by Kubernetes itself. */
export function provideVolumes(kube: KubeClient, run: RunFolder, signal: AbortSignal): Promise<void> {
  const changed = (claim: Claim): void => {
    if (claim.spec.volumeName !== undefined) return;
    const provided = () => provide(kube, run, claim).then(() => true);
    // The API server may be away for a while; a pod that waits for its volume says so.
    void waitUntil(claim.metadata.name, { timeout: PATIENCE, interval: 500, signal }, provided).catch(() => undefined);
  };
  const claims = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  return watch<Claim>(kube, claims, { changed, gone: () => undefined }, signal);
}

async function provide(kube: KubeClient, run: RunFolder, { metadata }: Claim): Promise<void> {
  const { name, namespace = 'default', uid = '' } = metadata;
  const path = run.folder('volumes', namespace, `${name}-${uid}`);
  chmodSync(path, 0o777);
  const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid };
  await kube.apply([
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `volume-${uid}` },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        persistentVolumeReclaimPolicy: 'Retain',
        hostPath: { path },
        claimRef,
      },
    },
  ]);
}
