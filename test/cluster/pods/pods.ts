import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { KubeClient } from '../../testbed/kube-client.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import { watch } from '../../testbed/kube-watch.ts';
import type { RunFolder } from '../../testbed/run-folder.ts';
import { processesOf } from '../node/containers.ts';

type PodKey = `${string}/${string}`;

interface ContainerStatus {
  readonly containerID?: string;
  readonly ready: boolean;
  readonly state?: { readonly running?: unknown };
}

export interface ClusterPod extends KubeObject {
  readonly spec: { readonly nodeName?: string; readonly hostname?: string; readonly subdomain?: string };
  readonly status?: { readonly podIP?: string; readonly containerStatuses?: readonly ContainerStatus[] };
}

/** What runs for a pod. */
interface RunningPod {
  readonly key: PodKey;
  readonly uid: string;
  readonly address: string;
  readonly ready: boolean;
  readonly pid: number | undefined;
}

/** Below the mount that every pod of a namespace has in common with the tests. */
export const MARKS = { held: (pod: string) => `held~${pod}`, ungraceful: 'ungraceful' } as const;

/**
 * The pods of the cluster as a watch of our own shows them, and what is done to their processes behind Kubernetes' back,
 * in the words of the process bed's node agent. Namespaces share a folder with their pods, where marks say what an entry
 * point or a hook is to do.
 */
export class Pods {
  readonly #run: RunFolder;
  readonly #byUid = new Map<string, ClusterPod>();

  constructor(kube: KubeClient, run: RunFolder, signal: AbortSignal) {
    this.#run = run;
    const changed = (pod: ClusterPod): void => void this.#byUid.set(pod.metadata.uid ?? '', pod);
    const gone = (pod: ClusterPod): void => void this.#byUid.delete(pod.metadata.uid ?? '');
    void watch<ClusterPod>(kube, { apiVersion: 'v1', kind: 'Pod' }, { changed, gone }, signal);
  }

  /** Those that have an address. */
  get pods(): readonly RunningPod[] {
    return this.all.flatMap((pod) => {
      const { podIP: address, containerStatuses: [container] = [] } = pod.status ?? {};
      if (address === undefined) return [];
      const { uid = '' } = pod.metadata;
      return [{ key: keyOf(pod), uid, address, ready: container?.ready ?? false, pid: processesIn(pod)[0] }];
    });
  }

  get all(): readonly ClusterPod[] {
    return [...this.#byUid.values()];
  }

  /** Of the newest pod with this hostname behind this headless Service. */
  addressOf(host: string, service: string, namespace: string): string | undefined {
    const found = this.all.findLast(
      ({ metadata, spec }) => spec.hostname === host && spec.subdomain === service && metadata.namespace === namespace,
    );
    return found?.status?.podIP;
  }

  /** What a namespace's pods and the tests share. */
  folder(namespace: string): string {
    return this.#run.folder('shared', namespace);
  }

  /** SIGKILL; kubelet starts the container again, as after any crash. */
  async kill(key: PodKey): Promise<void> {
    this.signal(key, 'SIGKILL');
  }

  /** SIGKILL, and from then on the container ends as soon as it is started, until `release`. */
  async killAndStayDown(key: PodKey): Promise<void> {
    this.hold(key);
    await this.kill(key);
  }

  hold(key: PodKey): void {
    writeFileSync(this.#mark(key), '');
  }

  release(key: PodKey): void {
    rmSync(this.#mark(key), { force: true });
  }

  /** Deleted pods of this namespace get SIGKILL before they hear of it: no goodbye to the others. */
  ungraceful(namespace: string, on = true): void {
    const mark = join(this.folder(namespace), MARKS.ungraceful);
    if (on) writeFileSync(mark, '');
    else rmSync(mark, { force: true });
  }

  freeze(key: PodKey): void {
    this.signal(key, 'SIGSTOP');
  }

  thaw(key: PodKey): void {
    this.signal(key, 'SIGCONT');
  }

  /** To every process of the pod's containers. */
  signal(key: PodKey, signal: NodeJS.Signals): void {
    const pids = this.all.filter((pod) => keyOf(pod) === key).flatMap((pod) => processesIn(pod));
    if (pids.length === 0) throw new Error(`no process runs for pod ${key}`);
    for (const pid of pids) process.kill(pid, signal);
  }

  /** What the pods of a namespace wrote so far, those before a restart too. */
  logs(namespace: string): string {
    const logs = globSync(join(this.#run.path, 'node-*', 'pods', `${namespace}_*`, '*', '*.log'));
    return logs.toSorted().map(readContainerLog).join('');
  }

  #mark(key: PodKey): string {
    const [namespace = '', pod = ''] = key.split('/');
    return join(this.folder(namespace), MARKS.held(pod));
  }
}

function keyOf({ metadata }: KubeObject): PodKey {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function processesIn({ status }: ClusterPod): readonly number[] {
  return (status?.containerStatuses ?? []).flatMap(({ containerID }) => processesOf(basename(containerID ?? '')));
}

/** Lines as the container runtime keeps them: `<time> stdout F <text>`. */
function readContainerLog(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/^\S+ \S+ F (.*\n)/gm, '$1');
}
