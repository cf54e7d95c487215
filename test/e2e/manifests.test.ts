import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';

import { startBed } from '../testbed/bed.ts';
import type { Bed } from '../testbed/bed.ts';
import { expectKubernetesVersion, kubernetesVersion } from './harness/kubernetes-version.ts';
import { checkConfig, checkNamespacedPermissions } from './manifests/check-config.ts';
import { checkPodSecurity } from './manifests/check-pod-security.ts';
import { checkAccepted, checkName, checkRefused, checkUnknownFields } from './manifests/check-specs.ts';
import { checkStatus } from './manifests/check-status.ts';
import { checkStoreIsImmutable, checkUpdates } from './manifests/check-updates.ts';
import type { Kubectl } from './manifests/kubectl.ts';

const namespace = 'manifests';

let bed: Bed;

beforeAll(async () => {
  bed = await startBed(kubernetesVersion);
  await expectKubernetesVersion(bed);
  await bed.namespace(namespace);
  await bed.kubectl(['apply', '-k', fileURLToPath(new URL('../../crds', import.meta.url))]);
  await bed.kubectl(['wait', '--for=condition=Established', 'crd/raftclusters.raftcluster.dev', '--timeout=30s']);
}, 900_000);

afterAll(() => bed.stop());

test.each<[string, (kubectl: Kubectl, namespace: string) => Promise<string[]>]>([
  ['refuses bad specs with a message that names the field and the cure', checkRefused],
  ['refuses a name that fits into no label value', checkName],
  ['stores good specs with their defaults', checkAccepted],
  ['treats unknown fields as kubectl users expect', checkUnknownFields],
  ['lets everything be changed but the store', checkUpdates],
  ['does not let the store be changed', checkStoreIsImmutable],
  ['holds a status to its bounds, its resourceVersion and its uid', checkStatus],
  ['takes everything in config/ without a warning', checkConfig],
  ['is asked by config/namespaced for what config/rbac asks for', checkNamespacedPermissions],
  ['admits the operator’s pods where Pod Security is restricted', checkPodSecurity],
])(
  'the API server %s',
  async (_, check) => {
    expect(await check((args, options) => bed.kubectl(args, options), namespace)).toEqual([]);
  },
  60_000,
);
