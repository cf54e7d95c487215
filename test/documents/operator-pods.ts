import { stringify } from 'yaml';

import type { Bed } from '../testbed/bed.ts';
import { waitUntil } from '../testbed/wait-until.ts';

const account = 'raftcluster-operator';
const admission = { apiVersion: 'admissionregistration.k8s.io/v1' };
const name = 'operator-pods-of-the-test-bed';

/**
 * Lets pods of the operator, however they were installed, run on the test bed without a change of their manifests: nothing is
 * mounted there, so the token of the ServiceAccount comes in a kubeconfig, and each listens on its own address. Resolves when
 * the API server does so.
 */
export async function admitOperatorPods(bed: Bed): Promise<void> {
  const kubeconfig = `'${bed.run.path}/' + request.namespace + '-${account}.kubeconfig'`;
  const env = [
    variable('POD_IP', 'valueFrom', `{"fieldRef": {"fieldPath": "status.podIP"}}`),
    variable('RAFTCLUSTER_HEALTH_ADDRESS', 'value', `'$(POD_IP):8081'`),
    variable('RAFTCLUSTER_METRICS_ADDRESS', 'value', `'$(POD_IP):8080'`),
    variable('RAFTCLUSTER_KUBECONFIG', 'value', kubeconfig),
  ];
  await bed.kube.apply([
    {
      ...admission,
      kind: 'MutatingAdmissionPolicy',
      metadata: { name },
      spec: {
        reinvocationPolicy: 'Never',
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
        matchConditions: [{ name: 'operator', expression: `object.spec.serviceAccountName == '${account}'` }],
        mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: `[${env.join(', ')}]` } }],
      },
    },
    { ...admission, kind: 'MutatingAdmissionPolicyBinding', metadata: { name }, spec: { policyName: name } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace: 'default' } },
  ]);
  const container = { name: 'operator', image: 'none', env: [{ name: 'POD_NAME', value: 'trial' }] };
  const trial = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'trial', namespace: 'default' } };
  const input = stringify({ ...trial, spec: { serviceAccountName: account, containers: [container] } });
  await waitUntil('the policy for pods of the operator to hold', { timeout: 30_000 }, async () => {
    const { stdout } = await bed.kubectl(['create', '--dry-run=server', '-o', 'yaml', '-f', '-'], { input });
    return stdout.includes('RAFTCLUSTER_KUBECONFIG');
  });
}

/** As CEL, the patch that adds a variable to the environment of the first container. */
function variable(called: string, field: 'value' | 'valueFrom', value: string): string {
  const entry = `{"name": dyn('${called}'), "${field}": dyn(${value})}`;
  return `JSONPatch{op: 'add', path: '/spec/containers/0/env/-', value: ${entry}}`;
}
