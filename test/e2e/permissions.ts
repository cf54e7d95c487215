import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

import type { AuditEntry } from '../testbed/audit-log.ts';
import { operatorAccount } from './harness/suite.ts';

const folder = fileURLToPath(new URL('../../config/rbac', import.meta.url));

interface RbacObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string }[];
}

/** What `config/rbac` lets the operator do, as `get pods`, `update raftcluster.dev/raftclusters/status`. */
export function grantedToOperator(): readonly string[] {
  const objects = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parseAllDocuments(readFileSync(`${folder}/${name}`, 'utf8')))
    .map((document) => document.toJS() as RbacObject);
  const bound = objects
    .filter(({ subjects }) =>
      subjects?.some(({ kind, name }) => kind === 'ServiceAccount' && name === operatorAccount.name),
    )
    .flatMap(({ roleRef }) =>
      objects.filter(({ kind, metadata }) => kind === roleRef?.kind && metadata.name === roleRef.name),
    );
  const rules = bound.flatMap((role) => role.rules ?? []);
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => permission(verb, group, resource))),
    ),
  );
}

/** What the operator did, in the same words; the one of this namespace. */
export function usedByOperator(
  log: readonly AuditEntry[],
  { namespace }: { readonly namespace: string } = operatorAccount,
): ReadonlySet<string> {
  return new Set(
    log
      .filter(({ user, denied }) => user === operatorUser(namespace) && !denied)
      .map(({ verb, group, resource, subresource }) =>
        permission(verb, group, subresource === '' ? resource : `${resource}/${subresource}`),
      ),
  );
}

/** What was forbidden to the operator of this namespace. */
export function deniedToOperator(
  log: readonly AuditEntry[],
  { namespace }: { readonly namespace: string } = operatorAccount,
): readonly string[] {
  return log
    .filter(({ user, denied }) => user === operatorUser(namespace) && denied)
    .map(({ verb, uri }) => `${verb} ${uri}`);
}

function operatorUser(namespace: string): string {
  return `system:serviceaccount:${namespace}:${operatorAccount.name}`;
}

function permission(verb: string, group: string, resource: string): string {
  return `${verb} ${group === '' ? '' : `${group}/`}${resource}`;
}
