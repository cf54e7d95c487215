import { kubeconfig } from '../kubeconfig.ts';
import type { KubeAccess } from '../kube-connection.ts';
import type { ProcessSpec } from '../processes.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Credentials } from './credentials.ts';

const CONTROLLERS = [
  'statefulset-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
  'pod-garbage-collector-controller',
  'node-lifecycle-controller',
  'taint-eviction-controller',
  'disruption-controller',
  'deployment-controller',
  'replicaset-controller',
];

export interface ControllerManagerOptions {
  /** `1.35`: do what that version did; default: the binary's own version. */
  readonly emulatedVersion?: string;
  /** Beside those that every bed has. */
  readonly controllers?: readonly string[];
  /** Until a node that nobody hears of is NotReady: `16s`; default: the controller's own. */
  readonly nodeGrace?: string;
}

export function controllerManager(
  file: string,
  run: RunFolder,
  access: KubeAccess,
  credentials: Credentials,
  { controllers = [], emulatedVersion, nodeGrace }: ControllerManagerOptions,
): ProcessSpec {
  return {
    name: 'kube-controller-manager',
    file,
    log: run.file('kube-controller-manager.log'),
    args: [
      `--kubeconfig=${run.file('controller-manager.kubeconfig', kubeconfig(access))}`,
      `--controllers=${[...CONTROLLERS, ...controllers].join(',')}`,
      `--root-ca-file=${run.file('ca.crt', access.ca)}`,
      `--service-account-private-key-file=${credentials.serviceAccountKey}`,
      '--leader-elect=false',
      '--secure-port=0',
      '--profiling=false',
      '--horizontal-pod-autoscaler-sync-period=1s',
      // One scenario's burst must not slow down another's.
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
      '--concurrent-statefulset-syncs=20',
      '--concurrent-namespace-syncs=20',
      ...(emulatedVersion === undefined ? [] : [`--emulated-version=kube=${emulatedVersion}`]),
      ...(nodeGrace === undefined ? [] : [`--node-monitor-grace-period=${nodeGrace}`, '--node-monitor-period=1s']),
    ],
  };
}
