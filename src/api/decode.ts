import { z } from 'zod';

import { clipped } from './limits.ts';
import { requestAnnotations } from './request.ts';
import { raftClusterSpec } from './spec.ts';
import type { RaftClusterSpec } from './spec.ts';
import { raftClusterStatus, unwrittenStatus } from './status.ts';
import type { RaftClusterStatus } from './status.ts';

/** A RaftCluster as the API server stores it, read without trust: another version of the CRD may have let it through. */
export interface DecodedRaftCluster {
  readonly metadata: RaftClusterMetadata;
  readonly spec: RaftClusterSpec | Invalid;
  /** Invalid: what earlier passes remembered in it cannot be understood. Neither act on it nor write over it. */
  readonly status: RaftClusterStatus | Invalid;
}

export interface Invalid {
  /** Names the fields and what they must be. */
  readonly invalid: string;
}

export type RaftClusterMetadata = z.output<typeof metadata>;

const metadata = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: z.string().min(1),
  resourceVersion: z.string().min(1),
  generation: z.int(),
  /** Wall time, RFC 3339. */
  creationTimestamp: z.string().min(1),
  /** Present: it is being deleted. */
  deletionTimestamp: z.string().optional(),
  annotations: requestAnnotations,
});

const rawObject = z.object({ metadata, spec: z.unknown(), status: z.record(z.string(), z.unknown()).default({}) });

/**
 * A spec that cannot be used is `invalid`, and so is a status whose memory cannot be understood: to forget a removal in
 * flight or sent, an accepted StatefulSet or an honoured entry could remove a member twice, or one that must stay. Of
 * the rest of a status, which every pass concludes anew, fields and list entries that cannot be understood are left out.
 * Throws a ZodError only for what is no object of an API server at all.
 */
export function decodeRaftCluster(raw: unknown): DecodedRaftCluster {
  const object = rawObject.parse(raw);
  return {
    metadata: object.metadata,
    spec: decoded(raftClusterSpec, object.spec, 'spec'),
    status: decodeStatus(object.status),
  };
}

function decodeStatus(raw: Readonly<Record<string, unknown>>): RaftClusterStatus | Invalid {
  const { removal, removals, statefulSets, leftovers, decommissioned, ...picture } = raftClusterStatus.shape;
  const memory = z.object({ removal, removals, statefulSets, leftovers, decommissioned });
  const remembered = decoded(memory, raw, 'status');
  if ('invalid' in remembered) return remembered;
  const understood = Object.entries(picture)
    .map(([name, schema]) => [name, salvaged(schema, raw[name])])
    .filter(([, value]) => value !== undefined);
  const { observedGeneration, ...rest } = raftClusterStatus.parse(Object.fromEntries(understood));
  const isWritten = observedGeneration !== undefined && observedGeneration !== unwrittenStatus.observedGeneration;
  return { ...remembered, ...(isWritten && { observedGeneration }), ...rest };
}

/** `value`, or of a list the entries that can be understood, or nothing. */
function salvaged(schema: z.ZodType, value: unknown): unknown {
  const whole = schema.safeParse(value);
  if (whole.success || !Array.isArray(value)) return whole.data;
  return schema.safeParse(value.filter((entry) => schema.safeParse([entry]).success)).data;
}

function decoded<T>(schema: z.ZodType<T>, value: unknown, path: string): T | Invalid {
  const result = schema.safeParse(value);
  return result.success ? result.data : { invalid: clipped(inWords(result.error, path)) };
}

/** One sentence a field. Of several about one field the last: rules come after patterns, and name the cure. */
function inWords({ issues }: z.ZodError, root: string): string {
  const fields = new Map(issues.map(({ path, message }) => [pathOf(root, path), message]));
  return [...fields].map(([field, message]) => `${field}: ${message}`).join('; ');
}

/** `spec.members[0].statefulSet` */
function pathOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${String(key)}`), root);
}
