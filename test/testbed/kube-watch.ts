import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient } from './kube-client.ts';
import type { KubeQuery } from './kube-connection.ts';
import type { KubeObject, KubeRef } from './kube-object.ts';

const RETRY = 250;

interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/**
 * Tells `changed` about every object of a collection and every change, and `gone` once about each that vanished, until
 * `signal` aborts. A broken watch is followed by a new list, so nothing is missed but what came and went in between.
 */
export async function watch<T extends KubeObject>(
  kube: KubeClient,
  ref: KubeRef,
  handlers: { readonly changed: (object: T) => void; readonly gone: (object: T) => void },
  signal: AbortSignal,
  query: KubeQuery = {},
): Promise<void> {
  const known = new Map<string, T>();
  while (!signal.aborted) {
    try {
      const path = await kube.resources.path(ref);
      const list = (await kube.connection.send('GET', path, { query })) as {
        items: readonly T[];
        metadata: { resourceVersion: string };
      };
      takeAll(known, list.items, handlers);
      const from = { watch: 'true', allowWatchBookmarks: 'true', resourceVersion: list.metadata.resourceVersion };
      for await (const line of kube.connection.lines(path, { ...query, ...from }, signal)) {
        if (!take(known, JSON.parse(line) as WatchEvent<T>, handlers)) break;
      }
    } catch (error) {
      if (signal.aborted) return;
      // The API server may be away for a while: that is what some tests are about.
      void error;
      await sleep(RETRY, undefined, { signal }).catch(() => undefined);
    }
  }
}

type Handlers<T> = { readonly changed: (object: T) => void; readonly gone: (object: T) => void };

function takeAll<T extends KubeObject>(known: Map<string, T>, items: readonly T[], handlers: Handlers<T>): void {
  const present = new Set(items.map(uidOf));
  for (const [uid, object] of known) {
    if (present.has(uid)) continue;
    known.delete(uid);
    handlers.gone(object);
  }
  for (const object of items) {
    const before = known.get(uidOf(object));
    known.set(uidOf(object), object);
    if (before?.metadata.resourceVersion !== object.metadata.resourceVersion) handlers.changed(object);
  }
}

/** False when the watch has to start again. */
function take<T extends KubeObject>(known: Map<string, T>, event: WatchEvent<T>, handlers: Handlers<T>): boolean {
  const uid = uidOf(event.object);
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
      known.set(uid, event.object);
      handlers.changed(event.object);
      return true;
    case 'DELETED':
      known.delete(uid);
      handlers.gone(event.object);
      return true;
    default:
      return event.type === 'BOOKMARK';
  }
}

function uidOf(object: KubeObject): string {
  return object.metadata.uid ?? '';
}
