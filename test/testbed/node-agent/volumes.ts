import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KubeClient } from '../kube-client.ts';
import type { KubeObject } from '../kube-object.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Mount } from './mounts.ts';
import type { Container, KeyPath, Pod, Volume } from './pod.ts';

interface Keyed extends KubeObject {
  /** base64 in a Secret. */
  readonly data?: Readonly<Record<string, string>>;
}

/** The folder that goes with the pod: its emptyDirs and the files of its Secrets. */
export function podFolder(run: RunFolder, pod: Pod): string {
  return run.folder('pods', pod.metadata.uid ?? 'none');
}

/** Fills a pod's volumes; throws while something they name does not exist. Answers where each volume is, by its name. */
export async function fillVolumes(kube: KubeClient, run: RunFolder, pod: Pod): Promise<ReadonlyMap<string, string>> {
  const folders = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? []) folders.set(volume.name, await fill(kube, run, pod, volume));
  return folders;
}

export function mountsOf(container: Container, folders: ReadonlyMap<string, string>): Mount[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, subPath }) => {
    const folder = folders.get(name);
    if (folder === undefined) throw new Error(`container ${container.name} mounts ${name}, which is no volume`);
    const hostPath = join(folder, subPath ?? '');
    if (subPath !== undefined) mkdirSync(dirname(hostPath), { recursive: true });
    return { mountPath, hostPath };
  });
}

async function fill(kube: KubeClient, run: RunFolder, pod: Pod, volume: Volume): Promise<string> {
  const namespace = pod.metadata.namespace ?? 'default';
  const own = join(podFolder(run, pod), volume.name);
  mkdirSync(own, { recursive: true });
  if (volume.persistentVolumeClaim !== undefined) {
    return claimFolder(kube, run, namespace, volume.persistentVolumeClaim.claimName);
  }
  if (volume.secret !== undefined) {
    const { secretName, optional, items } = volume.secret;
    const data = await dataOf(kube, 'Secret', namespace, secretName, optional);
    writeKeys(own, data, items);
  } else if (volume.configMap !== undefined) {
    const { name, optional, items } = volume.configMap;
    const data = await dataOf(kube, 'ConfigMap', namespace, name, optional);
    writeKeys(own, data, items);
  } else if (volume.emptyDir === undefined && volume.projected === undefined) {
    // `projected` is the ServiceAccount token that the API server adds to every pod; nothing here reads it.
    throw new Error(`the node agent has no such volume: ${JSON.stringify(volume)}`);
  }
  return own;
}

/** A claim that is deleted and made again is a new, empty disk, so its folder carries its uid. */
async function claimFolder(kube: KubeClient, run: RunFolder, namespace: string, name: string): Promise<string> {
  const claim = await kube.get({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name });
  return run.folder('claims', namespace, `${name}-${claim.metadata.uid}`);
}

/** The decoded keys of a Secret or ConfigMap; none when it is optional and missing. */
export async function dataOf(
  kube: KubeClient,
  kind: 'Secret' | 'ConfigMap',
  namespace: string,
  name: string,
  optional = false,
): Promise<Readonly<Record<string, string>>> {
  const found = await kube.find<Keyed>({ apiVersion: 'v1', kind, namespace, name });
  if (found === undefined && !optional) throw new Error(`there is no ${kind} ${name}`);
  const entries = Object.entries(found?.data ?? {});
  return Object.fromEntries(
    entries.map(([key, value]) => [key, kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value]),
  );
}

function writeKeys(
  folder: string,
  data: Readonly<Record<string, string>>,
  items: readonly KeyPath[] | undefined,
): void {
  for (const { key, path } of items ?? Object.keys(data).map((name) => ({ key: name, path: name }))) {
    const value = data[key];
    if (value === undefined) throw new Error(`there is no key ${key}`);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, value);
    chmodSync(file, 0o600);
  }
}
