import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import type { KubeClient } from '../../testbed/kube-client.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import type { Managed, Processes, ProcessSpec } from '../../testbed/processes.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import type { Programs } from '../build/programs.ts';
import type { NodePlace } from '../network/network.ts';
import { run } from '../machine/shell.ts';
import { containerd, containerdSocket } from './containerd.ts';
import { kubelet, type KubeletPlace } from './kubelet.ts';

const READY = 60_000;
const GRACE = 5_000;

export interface NodeOptions extends Omit<KubeletPlace, 'program' | 'node'> {
  readonly place: NodePlace;
  readonly programs: Programs;
  readonly processes: Processes;
  /** Archives that are loaded before the first pod comes. */
  readonly images: readonly string[];
}

interface NodeObject extends KubeObject {
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** One node: containerd and a kubelet in a network namespace of their own. */
export class ClusterNode {
  readonly name: string;
  readonly place: NodePlace;
  readonly folder: string;
  readonly #options: NodeOptions;
  readonly #kubeletSpec: ProcessSpec;
  #kubelet: Managed;

  private constructor(options: NodeOptions) {
    const { folder, place, programs, processes } = options;
    this.name = place.name;
    this.place = place;
    this.folder = folder;
    this.#options = options;
    this.#kubeletSpec = kubelet({ ...options, program: programs.kubelet, node: place });
    this.#kubelet = processes.start(this.#kubeletSpec);
  }

  /** Resolves when the node has its images and its kubelet runs. */
  static async start(options: NodeOptions): Promise<ClusterNode> {
    const { folder, images, place, processes, programs } = options;
    mkdirSync(folder, { recursive: true });
    const runtime = processes.start(containerd(programs, place, folder));
    const ended = new AbortController();
    void runtime.exited.then(() => ended.abort(new Error(`${runtime.name} ended:\n${runtime.lastWords()}`)));
    await waitUntil(runtime.name, { timeout: READY, signal: ended.signal }, () =>
      ctr(programs, folder, 'version').then(() => true),
    );
    for (const image of images) await ctr(programs, folder, '-n', 'k8s.io', 'images', 'import', image);
    return new ClusterNode(options);
  }

  /** Waits until the API server says so of its condition Ready; Unknown: nobody has heard of it for a while. */
  async becomes(ready: 'True' | 'Unknown', kube: KubeClient): Promise<void> {
    await waitUntil(`${this.name} to be Ready: ${ready}`, { timeout: READY, interval: 100 }, async () => {
      if (ready === 'True' && this.#kubelet.over) throw new Error(this.#kubelet.lastWords());
      const node = await kube.find<NodeObject>({ apiVersion: 'v1', kind: 'Node', name: this.name });
      return node?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === ready);
    });
  }

  /** The node is lost: nobody speaks for it any more, while its containers go on. */
  async stopKubelet(): Promise<void> {
    await this.#kubelet.stop(GRACE);
  }

  startKubelet(): void {
    this.#kubelet = this.#options.processes.start(this.#kubeletSpec);
  }

  /** Drops what `from` sends to a pod of this node, without a word to either: their connections stay open. */
  cut(from: string, pod: string): void {
    run('ip', '-n', this.place.netns, 'rule', 'add', 'from', from, 'to', pod, 'blackhole');
  }

  heal(from: string, pod: string): void {
    run('ip', '-n', this.place.netns, 'rule', 'delete', 'from', from, 'to', pod, 'blackhole');
  }

  /** Gives an image that is loaded another name. */
  async tag(image: string, name: string): Promise<void> {
    await ctr(this.#options.programs, this.folder, '-n', 'k8s.io', 'images', 'tag', image, name);
  }
}

async function ctr(programs: Programs, folder: string, ...args: readonly string[]): Promise<void> {
  const file = join(programs.containerd, 'ctr');
  await promisify(execFile)(file, ['--address', containerdSocket(folder), ...args]);
}
