import { stringify } from 'yaml';
import type { ProcessSpec } from '../processes.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Credentials } from './credentials.ts';

export interface ApiServerOptions {
  /** `1.35`: serve what that version served; default: the binary's own version. */
  readonly emulatedVersion?: string;
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** Where Services get their addresses, `10.0.0.0/24`; its first one is the API server's as pods know it. */
  readonly serviceRange?: string;
}

export interface ApiServerPlace {
  readonly address: string;
  readonly port: number;
  readonly etcd: string;
}

/** Where the server writes the certificate that it makes for itself; clients trust what is in it. */
export function servingCertificate(run: RunFolder): string {
  return `${run.folder('api-server')}/apiserver.crt`;
}

export function auditLogPath(run: RunFolder): string {
  return run.file('audit.jsonl');
}

export function apiServer(
  file: string,
  run: RunFolder,
  place: ApiServerPlace,
  credentials: Credentials,
  options: ApiServerOptions,
): ProcessSpec {
  const gates = Object.entries(options.featureGates ?? {}).map(([name, on]) => `${name}=${on}`);
  return {
    name: 'kube-apiserver',
    file,
    log: run.file('kube-apiserver.log'),
    args: [
      `--etcd-servers=${place.etcd}`,
      `--bind-address=${place.address}`,
      `--advertise-address=${place.address}`,
      `--secure-port=${place.port}`,
      `--cert-dir=${run.folder('api-server')}`,
      '--endpoint-reconciler-type=none',
      `--service-cluster-ip-range=${options.serviceRange ?? '10.0.0.0/24'}`,
      // For `kubectl logs` and `exec`, where there are kubelets.
      '--kubelet-preferred-address-types=InternalIP',
      `--token-auth-file=${credentials.tokenFile}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${credentials.serviceAccountPublicKey}`,
      `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
      '--allow-privileged=true',
      // Nobody mounts claims here, so nobody would ever take that finalizer away.
      '--disable-admission-plugins=StorageObjectInUseProtection',
      `--audit-policy-file=${run.file('audit-policy.yaml', AUDIT_POLICY)}`,
      `--audit-log-path=${auditLogPath(run)}`,
      '--profiling=false',
      ...(options.emulatedVersion === undefined ? [] : [`--emulated-version=kube=${options.emulatedVersion}`]),
      ...(gates.length === 0 ? [] : [`--feature-gates=${gates.join(',')}`]),
    ],
  };
}

/** One line a request, at its end; the bed's own machinery stays out. */
const AUDIT_POLICY = stringify({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted', 'Panic'],
  rules: [
    { level: 'None', users: ['node-agent', 'controller-manager', 'scheduler', 'system:apiserver'] },
    { level: 'Metadata' },
  ],
});
