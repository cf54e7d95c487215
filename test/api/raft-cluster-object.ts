import { manifest } from '../e2e/manifests/manifest.ts';
import type { Change } from '../e2e/manifests/manifest.ts';

/** A RaftCluster as the API server returns it, with `spec` laid over the smallest one. */
export function storedObject(
  parts: { readonly spec?: Change; readonly status?: unknown; readonly metadata?: object } = {},
) {
  const { metadata, ...object } = manifest('arc', parts.spec);
  return {
    ...object,
    metadata: {
      ...metadata,
      namespace: 'arc',
      uid: 'e1a0a9b4-5c0b-4a43-8d3a-1f2f3c4d5e6f',
      resourceVersion: '812',
      generation: 3,
      creationTimestamp: '2026-11-22T19:00:00Z',
      managedFields: [],
      ...parts.metadata,
    },
    ...(parts.status !== undefined && { status: parts.status }),
  };
}
