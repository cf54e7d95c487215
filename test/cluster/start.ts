import { writeFileSync } from 'node:fs';
import { buildArcd } from '../testbed/build/arcd.ts';
import { buildControlPlane } from '../testbed/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../testbed/control-plane/start.ts';
import { KubeClient } from '../testbed/kube-client.ts';
import { KubeConnection } from '../testbed/kube-connection.ts';
import { kubeconfig } from '../testbed/kubeconfig.ts';
import { Lifetime } from '../testbed/lifetime.ts';
import { Processes } from '../testbed/processes.ts';
import { abandonedRuns, RunFolder } from '../testbed/run-folder.ts';
import { buildPrograms, type Programs } from './build/programs.ts';
import { Cluster } from './cluster.ts';
import { arcdImage, pauseImage } from './image/arcd.ts';
import { networkFile, putAway } from './machine/leftovers.ts';
import { requireRoot } from './machine/require-root.ts';
import { serveNames } from './network/dns.ts';
import { ClusterNetwork } from './network/network.ts';
import { PAUSE_IMAGE } from './node/containerd.ts';
import { ClusterNode } from './node/node.ts';
import { scheduler } from './node/scheduler.ts';
import { provideVolumes } from './pods/claims.ts';
import { Pods } from './pods/pods.ts';

/** What the folders of its runs begin with. */
export const CLUSTER_RUNS = 'raftcluster-cluster-';

/** Where pods look for the API server. */
const API_PORT = 443;
const NODES = ['node-1', 'node-2'];

type Stops = (() => Promise<void>)[];

export interface ClusterOptions {
  /** Hears a line about every step that takes long. */
  readonly say: (line: string) => void;
  /** Archives of images, loaded on every node beside the store's. */
  readonly images: readonly string[];
}

interface Parts {
  readonly run: RunFolder;
  readonly processes: Processes;
  readonly network: ClusterNetwork;
  readonly programs: Programs;
  /** Run in this order when the cluster stops. */
  readonly stops: Stops;
}

/**
 * A Kubernetes cluster as users have it: the control plane with a scheduler, and two nodes that are containerd and
 * kubelet. It belongs to this process: when that ends, whatever way but SIGKILL, nothing of it stays; what SIGKILL leaves
 * is taken away by the next one. Needs Linux and root.
 */
export async function startCluster({ say, images }: ClusterOptions): Promise<Cluster> {
  requireRoot();
  const binaries = await buildControlPlane(say);
  const programs = await buildPrograms(say);
  const arcd = await buildArcd(say);
  for (const path of abandonedRuns(CLUSTER_RUNS)) putAway(path);
  const [run, processes, stops] = [new RunFolder(CLUSTER_RUNS), new Processes(), [] as Stops];
  const abandon = (): void => {
    processes.killAll();
    putAway(run.path);
    run.remove();
  };
  const lifetime = new Lifetime(() => stopAll(stops, processes, abandon), abandon);
  try {
    const network = ClusterNetwork.claim();
    writeFileSync(networkFile(run.path), network.name);
    const parts = { run, processes, network, programs, stops };
    say('starting the control plane');
    const plane = await startControlPlane({
      binaries,
      run,
      processes,
      address: network.controlPlane,
      port: API_PORT,
      serviceRange: network.serviceRange,
      controllers: ['persistentvolume-binder-controller'],
      // A lost node is noticed within seconds, so that scenarios need not wait for a minute.
      nodeGrace: '16s',
    });
    stops.unshift(() => plane.stop());
    const kube = new KubeClient(new KubeConnection(plane.access));
    stops.unshift(() => kube.close());
    const pods = await startServices(parts, plane, kube);
    say('starting the nodes');
    const all = [
      pauseImage(run.folder('images', 'pause'), PAUSE_IMAGE, programs.busybox),
      arcdImage(run.folder('images', 'arcd'), arcd, programs.busybox),
      ...images,
    ];
    const nodes = await startNodes(parts, plane, all);
    for (const node of nodes) await node.becomes('True', kube);
    return new Cluster({ run, processes, kube, plane, pods, nodes, lifetime, stops });
  } catch (error) {
    await lifetime.end();
    throw error;
  }
}

/** What makes a cluster of a control plane and nodes: a scheduler, volumes and names. */
async function startServices(parts: Parts, plane: ControlPlane, kube: KubeClient): Promise<Pods> {
  const { run, processes, network, programs, stops } = parts;
  processes.start(scheduler(programs.scheduler, run, { ...plane.access, token: plane.tokens.scheduler }));
  const following = new AbortController();
  const pods = new Pods(kube, run, following.signal);
  const volumes = provideVolumes(kube, run, following.signal);
  stops.unshift(async () => {
    following.abort();
    await volumes;
  });
  const names = await serveNames(network.controlPlane, (...name) => pods.addressOf(...name));
  stops.unshift(() => new Promise((resolve) => names.close(() => resolve())));
  return pods;
}

async function startNodes(parts: Parts, plane: ControlPlane, images: readonly string[]): Promise<ClusterNode[]> {
  const { run, processes, network, programs } = parts;
  const access = { ...plane.access, token: plane.tokens['node-agent'] };
  const config = run.file('kubelet.kubeconfig', kubeconfig(access));
  const nodes: ClusterNode[] = [];
  for (const name of NODES) {
    const place = { place: network.addNode(name), folder: run.folder(name), dns: network.controlPlane };
    nodes.push(await ClusterNode.start({ ...place, programs, processes, images, kubeconfig: config }));
  }
  return nodes;
}

/** The nodes first, without a word to the API server: nobody will ask for them again. */
async function stopAll(stops: Stops, processes: Processes, abandon: () => void): Promise<void> {
  for (const process of processes.running) {
    if (/^(kubelet|kube-scheduler)/.test(process.name)) process.signal('SIGKILL');
  }
  const failures: unknown[] = [];
  for (const stop of stops) await stop().catch((error: unknown) => failures.push(error));
  const rest = processes.running;
  abandon();
  await Promise.all(rest.map(({ exited }) => exited));
  if (failures.length > 0) throw new AggregateError(failures, 'the cluster did not stop cleanly');
}
