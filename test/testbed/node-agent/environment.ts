import type { EnvVar, KeyRef, Pod } from './pod.ts';

export interface Sources {
  readonly pod: Pod;
  readonly podIP: string;
  readonly hostIP: string;
  /** The decoded value; undefined when the Secret or the key is missing. */
  readonly secret: (ref: KeyRef) => string | undefined;
  readonly configMap: (ref: KeyRef) => string | undefined;
}

/**
 * A container's environment as the kubelet makes it: variables in order, each may use `$(NAME)` of those before it.
 * Throws when something it names does not exist: the container must wait for it.
 */
export function environment(variables: readonly EnvVar[], sources: Sources): Record<string, string> {
  const result: Record<string, string> = {};
  for (const variable of variables) {
    const value = valueOf(variable, result, sources);
    if (value !== undefined) result[variable.name] = value;
  }
  return result;
}

/** `$(NAME)` becomes the variable's value, `$$` a dollar sign; a name that is not known stays as it is. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (found, name?: string) =>
    name === undefined ? '$' : Object.hasOwn(variables, name) ? (variables[name] ?? '') : found,
  );
}

function valueOf(variable: EnvVar, before: Readonly<Record<string, string>>, sources: Sources): string | undefined {
  const from = variable.valueFrom;
  if (from === undefined) return expand(variable.value ?? '', before);
  if (from.fieldRef !== undefined) return field(from.fieldRef.fieldPath, sources);
  if (from.secretKeyRef !== undefined) return required('Secret', from.secretKeyRef, sources.secret);
  if (from.configMapKeyRef !== undefined) return required('ConfigMap', from.configMapKeyRef, sources.configMap);
  throw new Error(`the node agent cannot fill ${variable.name} from ${Object.keys(from).join(', ')}`);
}

function required(kind: string, ref: KeyRef, look: (ref: KeyRef) => string | undefined): string | undefined {
  const value = look(ref);
  if (value === undefined && ref.optional !== true) throw new Error(`${kind} ${ref.name} has no key ${ref.key}`);
  return value;
}

function field(path: string, { pod, podIP, hostIP }: Sources): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map !== undefined) return (map === 'labels' ? pod.metadata.labels : pod.metadata.annotations)?.[key] ?? '';
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name;
    case 'metadata.namespace':
      return pod.metadata.namespace ?? 'default';
    case 'metadata.uid':
      return pod.metadata.uid ?? '';
    case 'spec.nodeName':
      return pod.spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? '';
    case 'status.podIP':
    case 'status.podIPs':
      return podIP;
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIP;
    default:
      throw new Error(`the node agent knows no field ${path}`);
  }
}
