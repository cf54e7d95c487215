import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';

/** Why it is not well, for people; empty: it is. */
export interface Health {
  /** What hangs, so that only a restart helps. */
  readonly hung: () => readonly string[];
  readonly unready: () => readonly string[];
}

/**
 * Serves `/livez` and `/readyz`. An event loop that stalls answers neither, and the probe runs into its timeout. It also keeps the process alive: while the API server is away no connection is open, and
 * timers do not count.
 */
export class HealthServer {
  readonly #server: Server;

  constructor(health: Health) {
    this.#server = createServer((request, response) => {
      const [path] = (request.url ?? '').split('?');
      if (path !== '/livez' && path !== '/readyz') return answer(response, 404, 'not found');
      const reasons = path === '/livez' ? health.hung() : health.unready();
      return reasons.length === 0 ? answer(response, 200, 'ok') : answer(response, 503, reasons.join('\n'));
    });
  }

  /** Answers the port that it listens on; no host: on every address, of IPv6 where the machine has it. */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, ...(host === '' ? {} : { host }) }, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
