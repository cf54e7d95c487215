import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

export interface Asked {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request to a port of this machine, over a connection of its own. */
export async function ask(port: number, path: string, method = 'GET'): Promise<Asked> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, agent: false }, (response) => {
      const { statusCode: status, headers } = response;
      response
        .toArray()
        .then((chunks) => resolve({ status, headers, text: chunks.join('') }))
        .catch(reject);
    })
      .once('error', reject)
      .end();
  });
}
