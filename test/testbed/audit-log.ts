import { existsSync, readFileSync } from 'node:fs';

/** One request to the API server, at its end; watches appear when they end. The bed's own machinery is not in it. */
export interface AuditEntry {
  /** `system:serviceaccount:<namespace>:<name>` of the operator; `admin` of the tests and of kubectl. */
  readonly user: string;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uri: string;
  readonly status: number;
  /** What admission left there, such as `<policy>/<key>`. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Forbidden by RBAC. */
  readonly denied: boolean;
  readonly userAgent: string;
  /** RFC 3339, microseconds. */
  readonly received: string;
  readonly completed: string;
}

interface RawEvent {
  readonly user: { readonly username: string };
  readonly verb: string;
  readonly objectRef?: Readonly<Record<string, string>>;
  readonly requestURI: string;
  readonly responseStatus?: { readonly code?: number };
  readonly annotations?: Readonly<Record<string, string>>;
  readonly userAgent?: string;
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

export function readAuditLog(path: string): readonly AuditEntry[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => entryOf(JSON.parse(line) as RawEvent));
}

function entryOf(event: RawEvent): AuditEntry {
  const about = event.objectRef ?? {};
  return {
    user: event.user.username,
    verb: event.verb,
    group: about['apiGroup'] ?? '',
    resource: about['resource'] ?? '',
    subresource: about['subresource'] ?? '',
    namespace: about['namespace'] ?? '',
    name: about['name'] ?? '',
    uri: event.requestURI,
    status: event.responseStatus?.code ?? 0,
    annotations: event.annotations ?? {},
    denied: event.annotations?.['authorization.k8s.io/decision'] === 'forbid',
    userAgent: event.userAgent ?? '',
    received: event.requestReceivedTimestamp,
    completed: event.stageTimestamp,
  };
}
