import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Below a node's folder: a folder for each container that runs, named by its id. */
export const TASKS = 'containerd/state/io.containerd.runtime.v2.task/k8s.io';

const CGROUPS = '/sys/fs/cgroup';

/** The control groups of a container: one where they are of version 2, else one for each controller. */
export function cgroupsOf(container: string): readonly string[] {
  const trees = ['', ...readdirSync(CGROUPS)].map((tree) => join(CGROUPS, tree, 'k8s.io', container));
  return trees.filter((path) => existsSync(join(path, 'cgroup.procs')));
}

export function processesIn(cgroup: string): readonly number[] {
  return readFileSync(join(cgroup, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
}

/** The processes of a container, by the machine's ids. */
export function processesOf(container: string): readonly number[] {
  const [cgroup] = container === '' ? [] : cgroupsOf(container);
  return cgroup === undefined ? [] : processesIn(cgroup);
}
