import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath } from 'node:url';

import { objectsIn } from './kubectl.ts';
import type { Kubectl } from './kubectl.ts';

const config = (folder: string) => fileURLToPath(new URL(`../../../config/${folder}`, import.meta.url));

/** Where each kustomization goes that names no namespace itself. */
const folders: readonly { readonly folder: string; readonly namespaced: boolean }[] = [
  { folder: 'rbac', namespaced: false },
  { folder: 'default', namespaced: false },
  { folder: 'rbac-list-fallback', namespaced: false },
  { folder: 'network-policy', namespaced: false },
  { folder: 'guard', namespaced: false },
  { folder: 'namespaced', namespaced: true },
  { folder: 'samples', namespaced: true },
];

/**
 * What `config/` ships is taken by the server without a warning, and the same when applied again. The samples only for
 * show: their stores do not exist.
 */
export async function checkConfig(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const { folder, namespaced } of folders) {
    const where = [...(namespaced ? ['-n', namespace] : []), '-k', config(folder)];
    const apply = (...args: readonly string[]) => kubectl(['apply', '--validate=strict', ...args, ...where], noInput);
    if (folder === 'samples') {
      wrong.push(...complaints(folder, await apply('--dry-run=server')));
      continue;
    }
    wrong.push(...complaints(folder, await apply()));
    // kubectl apply says "configured" of a PodDisruptionBudget whatever happened.
    wrong.push(...complaints(`${folder} applied again`, await kubectl(['diff', ...where], noInput)));
  }
  return wrong;
}

/** The least that works is the same in one namespace as in all of them. */
export async function checkNamespacedPermissions(kubectl: Kubectl): Promise<string[]> {
  const build = async (folder: string) =>
    objectsIn((await kubectl(['kustomize', config(folder)], noInput)).stdout) as RbacObject[];
  const rules = (objects: readonly RbacObject[], kind: string, name: string) =>
    objects.find((object) => object.kind === kind && object.metadata.name === name)?.rules;
  const [everywhere, inOne] = [await build('rbac'), await build('namespaced')];
  return [['ClusterRole', 'raftcluster-operator'] as const, ['Role', 'raftcluster-operator-lease'] as const].flatMap(
    ([kind, name]) => {
      const [wide, narrow] = [rules(everywhere, kind, name), rules(inOne, 'Role', name)];
      const same = wide !== undefined && isDeepStrictEqual(wide, narrow);
      return same ? [] : [`${name}: config/rbac ${JSON.stringify(wide)}, config/namespaced ${JSON.stringify(narrow)}`];
    },
  );
}

interface RbacObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly rules?: unknown;
}

const noInput = { input: '' };

function complaints(what: string, { code, stdout, stderr }: Awaited<ReturnType<Kubectl>>): string[] {
  return code === 0 && stderr === '' ? [] : [`${what}: exit code ${code}, ${stderr || stdout}`];
}
