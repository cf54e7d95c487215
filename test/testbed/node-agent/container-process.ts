import { basename, delimiter, dirname } from 'node:path';
import type { KubeClient } from '../kube-client.ts';
import type { ProcessSpec } from '../processes.ts';
import type { RunFolder } from '../run-folder.ts';
import { environment, expand } from './environment.ts';
import { onHost } from './mounts.ts';
import { type Container, keyOf, type KeyRef, type Pod } from './pod.ts';
import { dataOf, fillVolumes, mountsOf, podFolder } from './volumes.ts';

export interface Host {
  readonly kube: KubeClient;
  readonly run: RunFolder;
  /** Image name to executable. */
  readonly images: Readonly<Record<string, string>>;
  readonly hostIP: string;
  /** What this host adds to a process's environment. */
  readonly extraEnv: (pod: Pod) => Readonly<Record<string, string>>;
}

/**
 * The process that a pod's container is on this host. Throws while a Secret, a key or a claim that it names is missing:
 * then it is to be tried again.
 */
export async function containerProcess(
  host: Host,
  pod: Pod,
  container: Container,
  address: string,
): Promise<ProcessSpec> {
  const executable = host.images[container.image];
  if (executable === undefined) throw new Error(`no image ${container.image} on this host`);
  if (container.envFrom !== undefined) throw new Error('envFrom is not supported by the node agent');
  const mounts = mountsOf(container, await fillVolumes(host.kube, host.run, pod));
  const variables = environment(container.env ?? [], {
    pod,
    podIP: address,
    hostIP: host.hostIP,
    secret: await lookup(host.kube, 'Secret', pod, container),
    configMap: await lookup(host.kube, 'ConfigMap', pod, container),
  });
  const [file = executable, ...args] = commandOf(container, executable).map((word) =>
    onHost(expand(word, variables), mounts),
  );
  const own = Object.entries(variables).map(([name, value]) => [name, onHost(value, mounts)] as const);
  return {
    name: keyOf(pod),
    file,
    args,
    folder: podFolder(host.run, pod),
    log: logFile(host.run, pod),
    env: {
      PATH: [dirname(executable), process.env['PATH']].join(delimiter),
      HOSTNAME: pod.spec.hostname ?? pod.metadata.name,
      ...host.extraEnv(pod),
      ...Object.fromEntries(own),
    },
  };
}

/** Both outputs of all runs of a pod's process; kept when the pod is gone. */
function logFile(run: RunFolder, pod: Pod): string {
  const { namespace = 'default', name, uid } = pod.metadata;
  return `${run.folder('logs', namespace)}/${name}-${uid}.log`;
}

/** `command` replaces the image's entry point; a command that is called like the executable means the executable. */
function commandOf(container: Container, executable: string): readonly string[] {
  const [first, ...rest] = container.command ?? [];
  if (first === undefined) return [executable, ...(container.args ?? [])];
  const file = basename(first) === basename(executable) ? executable : first;
  return [file, ...rest, ...(container.args ?? [])];
}

async function lookup(
  kube: KubeClient,
  kind: 'Secret' | 'ConfigMap',
  pod: Pod,
  container: Container,
): Promise<(ref: KeyRef) => string | undefined> {
  const field = kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
  const names = new Set((container.env ?? []).flatMap(({ valueFrom }) => valueFrom?.[field]?.name ?? []));
  const found = new Map<string, Readonly<Record<string, string>>>();
  for (const name of names) found.set(name, await dataOf(kube, kind, pod.metadata.namespace ?? 'default', name, true));
  return ({ name, key }) => found.get(name)?.[key];
}
