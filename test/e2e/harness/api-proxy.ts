import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { KubeAccess } from '../../testbed/kube-connection.ts';

/** A write of an operator on its way to the API server. */
export interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

interface Trap {
  readonly holds: (write: Write) => boolean;
  /** What never arrives: the request at the server, or its answer at the operator. */
  readonly withholds: 'request' | 'answer';
  readonly sprung: () => void;
}

/** Stands between one operator and the API server, so that the operator can be killed between a write and its answer. */
export class ApiProxy {
  readonly #server: Server;
  readonly #access: KubeAccess;
  #trap: Trap | undefined;

  private constructor(access: KubeAccess) {
    this.#access = access;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    });
  }

  static async start(access: KubeAccess): Promise<ApiProxy> {
    const proxy = new ApiProxy(access);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when the first write for which `holds` has been intercepted; it or its answer is never let through. */
  intercept(withholds: Trap['withholds'], holds: Trap['holds']): Promise<void> {
    return new Promise((sprung) => (this.#trap = { withholds, holds, sprung }));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const content = await buffer(request);
    const trap = method === 'GET' ? undefined : this.#sprungBy({ method, path, body: parsed(content) });
    if (trap?.withholds === 'request') return trap.sprung();
    const { ca, server } = this.#access;
    const headers = { ...request.headers, host: new URL(server).host };
    const onward = httpsRequest(new URL(path, server), { method, ca, headers }, (answer) => {
      if (trap !== undefined) return trap.sprung();
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      // A watch sends its headers long before its first event.
      response.flushHeaders();
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(content);
  }

  #sprungBy(write: Write): Trap | undefined {
    const trap = this.#trap;
    if (!trap?.holds(write)) return undefined;
    this.#trap = undefined;
    return trap;
  }
}

function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
}
