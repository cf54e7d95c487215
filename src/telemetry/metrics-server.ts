import { ReadOnlyServer } from './read-only-server.ts';
import type { Answer } from './read-only-server.ts';

/** Of Prometheus' text format. */
const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };

/** Serves `/metrics`: whatever text `expose` makes. */
export function metricsServer(expose: () => AsyncIterable<string>, onFault: (error: unknown) => void): ReadOnlyServer {
  return new ReadOnlyServer(
    (path): Answer =>
      path === '/metrics' ? { status: 200, text: expose(), headers } : { status: 404, text: 'not found\n' },
    onFault,
  );
}
