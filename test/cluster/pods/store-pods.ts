import type { Manifest } from '../../testbed/kube-object.ts';
import { MARKS } from './pods.ts';

const SHARED = '/shared';

interface Container {
  readonly command?: readonly string[];
  readonly env: readonly unknown[];
  readonly volumeMounts: readonly unknown[];
}

interface StatefulSetSpec {
  readonly template: {
    readonly spec: { readonly containers: readonly Container[]; readonly volumes: readonly unknown[] };
  };
}

/**
 * The manifests of a store, with what lets a test look into its pods and harm them: a folder of this machine for the
 * request log and for marks, an entry point that ends at once while it is marked as held, and a hook that kills without a
 * goodbye where the namespace is marked so.
 */
export function withMarks(manifests: readonly Manifest[], folder: string): readonly Manifest[] {
  return manifests.map((manifest) =>
    manifest.kind === 'StatefulSet'
      ? { ...manifest, spec: marked(manifest['spec'] as StatefulSetSpec, folder) }
      : manifest,
  );
}

function marked(spec: StatefulSetSpec, folder: string): unknown {
  const { template } = spec;
  const { containers, volumes } = template.spec;
  const podSpec = {
    ...template.spec,
    // A pod's first process is deaf to SIGKILL from inside: here that is the one that holds the pod's namespaces.
    shareProcessNamespace: true,
    containers: containers.map(markedContainer),
    volumes: [...volumes, { name: 'shared', hostPath: { path: folder, type: 'Directory' } }],
  };
  return { ...spec, template: { ...template, spec: podSpec } };
}

function markedContainer(container: Container): unknown {
  const { command = ['arcd'], env, volumeMounts } = container;
  const held = `test ! -e "${SHARED}/${MARKS.held('$POD_NAME')}" || exit 1; exec "$0" "$@"`;
  const killed = `test ! -e ${SHARED}/${MARKS.ungraceful} || killall -KILL arcd`;
  const uid = { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } };
  const log = { name: 'ARCD_REQUEST_LOG', value: `${SHARED}/$(POD_NAME)~$(POD_UID).jsonl` };
  return {
    ...container,
    command: ['/bin/sh', '-c', held, ...command],
    env: [...env, uid, log],
    lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', killed] } } },
    volumeMounts: [...volumeMounts, { name: 'shared', mountPath: SHARED }],
  };
}
