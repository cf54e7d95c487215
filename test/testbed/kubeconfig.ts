import { stringify } from 'yaml';
import type { KubeAccess } from './kube-connection.ts';

/** The text of a kubeconfig file with one cluster, one user and one context. */
export function kubeconfig(access: KubeAccess, namespace = 'default'): string {
  const ca = Buffer.from(access.ca).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'testbed', cluster: { server: access.server, 'certificate-authority-data': ca } }],
    users: [{ name: 'user', user: { token: access.token } }],
    contexts: [{ name: 'testbed', context: { cluster: 'testbed', user: 'user', namespace } }],
    'current-context': 'testbed',
  });
}
