import { KubeError } from './kube-error.ts';
import { field, isVersioned, type KubeObject } from './kube-object.ts';

/** One event of a watch, as far as a reflector cares: an object is as now, is gone, or all before a version is known. */
export type WatchEvent =
  | { readonly kind: 'present'; readonly object: KubeObject }
  | { readonly kind: 'gone'; readonly object: KubeObject }
  | {
      readonly kind: 'bookmark';
      readonly resourceVersion: string;
      readonly endsInitialEvents: boolean;
    };

/** KEP-3157: this annotation marks the bookmark after which the initial state is complete. */
const initialEventsEnd = 'k8s.io/initial-events-end';

/** Reads one JSON value of a watch stream. Throws the `KubeError` that an event of type ERROR carries. */
export function toWatchEvent(value: unknown, what: string): WatchEvent {
  const type = field(value, 'type');
  const object = field(value, 'object');
  if (type === 'ERROR') throw KubeError.fromStatusObject(object, what);
  if (!isVersioned(object)) throw new KubeError('network', `${what}: an event without an object`);
  const { resourceVersion, annotations } = object.metadata;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { kind: 'present', object };
    case 'DELETED':
      return { kind: 'gone', object };
    case 'BOOKMARK':
      return {
        kind: 'bookmark',
        resourceVersion,
        endsInitialEvents: annotations?.[initialEventsEnd] === 'true',
      };
    default:
      throw new KubeError('network', `${what}: an event of an unknown type`);
  }
}
