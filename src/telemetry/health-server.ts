import { ReadOnlyServer } from './read-only-server.ts';
import type { Answer } from './read-only-server.ts';

/** Why it is not well, for people; empty: it is. */
export interface Health {
  /** What hangs, so that only a restart helps. */
  readonly hung: () => readonly string[];
  readonly unready: () => readonly string[];
}

/** Serves `/livez` and `/readyz`. An event loop that stalls answers neither, and the probe runs into its timeout. */
export function healthServer({ hung, unready }: Health, onFault: (error: unknown) => void): ReadOnlyServer {
  return new ReadOnlyServer((path): Answer => {
    if (path !== '/livez' && path !== '/readyz') return { status: 404, text: 'not found\n' };
    const reasons = path === '/livez' ? hung() : unready();
    return reasons.length === 0 ? { status: 200, text: 'ok\n' } : { status: 503, text: `${reasons.join('\n')}\n` };
  }, onFault);
}
