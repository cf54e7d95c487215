import type { Manifest } from '../../testbed/kube-object.ts';

/** How somebody asks for something: what kubectl is called with, and what it reads. */
export interface Request {
  readonly args: readonly string[];
  readonly input?: string;
}

/** The set that it is about, as it was created. */
export type Way = (set: Manifest) => Request;

interface Change {
  readonly replicas?: number;
  readonly start?: number;
}

export function scale(replicas: number): Way {
  return (set) => kubectl(set, 'scale', `--replicas=${replicas}`);
}

/** As a HorizontalPodAutoscaler does. */
export function scaleSubresource(replicas: number): Way {
  return (set) => kubectl(set, 'patch', '--subresource=scale', '--type=merge', patch({ spec: { replicas } }));
}

export function mergePatch(change: Change): Way {
  return (set) => kubectl(set, 'patch', '--type=merge', patch({ spec: specOf(change) }));
}

export function strategicPatch(change: Change): Way {
  return (set) => kubectl(set, 'patch', '--type=strategic', patch({ spec: specOf(change) }));
}

export function jsonPatch(replicas: number): Way {
  return (set) =>
    kubectl(set, 'patch', '--type=json', patch([{ op: 'replace', path: '/spec/replicas', value: replicas }]));
}

/** `undefined`: without the field, which is then 1. */
export function replace(replicas: number | undefined): Way {
  return (set) => ({ args: ['replace', '-f', '-'], input: changed(set, replicas) });
}

/** As Flux and Argo CD do, with the field manager that created the set. */
export function serverSideApply(replicas: number | undefined): Way {
  return (set) => ({
    args: ['apply', '--server-side', '--field-manager=testbed', '-f', '-'],
    input: changed(set, replicas),
  });
}

/** `helm upgrade` and `kubectl rollout restart`: the same number of other pods. */
export const restart: Way = (set) => kubectl(set, 'rollout', 'restart');

export const label: Way = (set) => kubectl(set, 'label', 'seen=yes');

function kubectl({ metadata }: Manifest, ...[verb = '', ...rest]: readonly string[]): Request {
  const { name, namespace = '' } = metadata;
  const isRollout = verb === 'rollout';
  const about = isRollout ? [verb, ...rest, `statefulset/${name}`] : [verb, `statefulset/${name}`, ...rest];
  return { args: ['-n', namespace, ...about] };
}

function patch(body: unknown): string {
  return `--patch=${JSON.stringify(body)}`;
}

function specOf({ replicas, start }: Change): object {
  return { ...(replicas !== undefined && { replicas }), ...(start !== undefined && { ordinals: { start } }) };
}

function changed(set: Manifest, replicas: number | undefined): string {
  const { replicas: _, ...spec } = set['spec'] as Readonly<Record<string, unknown>>;
  return JSON.stringify({ ...set, spec: { ...spec, ...(replicas !== undefined && { replicas }) } });
}
