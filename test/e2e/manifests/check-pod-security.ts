import { fileURLToPath } from 'node:url';

import { objectsIn } from './kubectl.ts';
import type { Kubectl } from './kubectl.ts';

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: { readonly metadata: object; readonly spec: PodSpec };
  };
}

interface PodSpec {
  readonly containers: readonly { readonly securityContext: object }[];
}

const config = fileURLToPath(new URL('../../../config/default', import.meta.url));

/**
 * A pod of the Deployment is admitted where Pod Security enforces `restricted`, without a warning and with the priority
 * of its class; one that may do more is not.
 */
export async function checkPodSecurity(kubectl: Kubectl): Promise<string[]> {
  const noInput = { input: '' };
  await kubectl(['apply', '-k', config], noInput);
  const objects = objectsIn((await kubectl(['kustomize', config], noInput)).stdout) as Workload[];
  const template = objects.find(({ kind }) => kind === 'Deployment')?.spec.template;
  if (template === undefined) return ['config/default has no Deployment'];
  const create = (spec: PodSpec) => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, name: 'as-deployed' }, spec };
    const args = [
      'create',
      '--dry-run=server',
      '--validate=strict',
      '-n',
      'raftcluster-system',
      '-o',
      'json',
      '-f',
      '-',
    ];
    return kubectl(args, { input: JSON.stringify(pod) });
  };
  const admitted = await create(template.spec);
  const { containers } = template.spec;
  const braver = containers.map((container) => ({
    ...container,
    securityContext: { ...container.securityContext, allowPrivilegeEscalation: true },
  }));
  const refused = await create({ ...template.spec, containers: braver });
  return [
    ...(admitted.code === 0 && admitted.stderr === '' ? [] : [`refused as it is: ${admitted.stderr}`]),
    ...(/"priority": 1000000,/.test(admitted.stdout) ? [] : [`not with its priority: ${admitted.stdout}`]),
    ...(/violates PodSecurity "restricted/.test(refused.stderr) ? [] : [`not refused: ${refused.stderr}`]),
  ];
}
