import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ProcessSpec } from '../../testbed/processes.ts';
import type { NodePlace } from '../network/network.ts';
import { containerdSocket } from './containerd.ts';

export interface KubeletPlace {
  readonly program: string;
  readonly node: NodePlace;
  /** Everything that it writes is here. */
  readonly folder: string;
  /** Path. */
  readonly kubeconfig: string;
  /** The address of the name server of the cluster. */
  readonly dns: string;
}

export function kubelet({ program, node, folder, kubeconfig, dns }: KubeletPlace): ProcessSpec {
  writeFileSync(join(folder, 'resolv.conf'), '');
  writeFileSync(join(folder, 'kubelet.yaml'), stringify(settings(folder, dns)));
  return {
    name: `kubelet of ${node.name}`,
    file: 'nsenter',
    args: [
      `--net=/run/netns/${node.netns}`,
      program,
      `--config=${join(folder, 'kubelet.yaml')}`,
      `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${node.name}`,
      `--node-ip=${node.address}`,
      `--root-dir=${join(folder, 'kubelet')}`,
      `--cert-dir=${join(folder, 'kubelet-certificates')}`,
    ],
    log: join(folder, 'kubelet.log'),
  };
}

function settings(folder: string, dns: string): unknown {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    // The node's namespace is reached from this machine only.
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    readOnlyPort: 0,
    healthzPort: 0,
    containerRuntimeEndpoint: `unix://${containerdSocket(folder)}`,
    clusterDNS: [dns],
    clusterDomain: 'cluster.local',
    resolvConf: join(folder, 'resolv.conf'),
    podLogsDir: join(folder, 'pods'),
    volumePluginDir: join(folder, 'volume-plugins'),
    // Works on machines of version 1 and 2, with and without systemd: no groups a class of service.
    failCgroupV1: false,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: '/',
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    makeIPTablesUtilChains: false,
    // The disk of the machine is not the cluster's.
    imageGCHighThresholdPercent: 100,
    evictionHard: { 'memory.available': '0%', 'nodefs.available': '0%', 'imagefs.available': '0%' },
    nodeStatusUpdateFrequency: '2s',
    // What crashes is started again within seconds, so that scenarios need not wait for minutes.
    crashLoopBackOff: { maxContainerRestartPeriod: '2s' },
  };
}
