import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { stringify } from 'yaml';

import type { RunFolder } from '../../testbed/run-folder.ts';
import { helm } from './helm.ts';
import type { HelmPlace } from './helm.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export const chart = `${root}charts/raftcluster-operator`;

/** What `helm template` makes of the chart. */
export function templated(place: HelmPlace, namespace: string, settings: readonly string[]): Promise<string> {
  const set = settings.flatMap((setting) => ['--set', setting]);
  return helm(place, 'template', 'raftcluster-operator', chart, '-n', namespace, '--no-hooks', ...set);
}

/** What `kubectl kustomize` makes of folders of `config/` (`components` change what the others say), in this namespace. */
export async function kustomized(
  kubectl: string,
  run: RunFolder,
  namespace: string,
  { folders, components = [] }: { readonly folders: readonly string[]; readonly components?: readonly string[] },
): Promise<string> {
  const overlay = run.folder('overlay', ...folders, ...components);
  const paths = (names: readonly string[]) => names.map((name) => relative(overlay, `${root}config/${name}`));
  run.file(
    relative(run.path, `${overlay}/kustomization.yaml`),
    stringify({ namespace, resources: paths(folders), components: paths(components) }),
  );
  return kustomize(kubectl, overlay);
}

/** What `kubectl kustomize` makes of this folder. */
export async function kustomize(kubectl: string, folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(kubectl, ['kustomize', folder], { maxBuffer: 1e7 });
  return stdout;
}
