import { createServer } from 'node:http';
import type { Server } from 'node:http';

/** Serves `/metrics` in Prometheus' text format 0.0.4. */
export class MetricsServer {
  readonly #server: Server;

  /** `expose` answers the text. */
  constructor(expose: () => Promise<string>) {
    this.#server = createServer((request, response) => {
      const [path] = (request.url ?? '').split('?');
      if (path !== '/metrics') return void response.writeHead(404).end('not found\n');
      expose().then(
        (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
        () => response.writeHead(500).end('the metrics could not be gathered\n'),
      );
    });
  }

  /** Answers the port that it listens on; no host: on every address. */
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
