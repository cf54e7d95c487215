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
  /** What does not arrive: the request at the server, or its answer at the operator. */
  readonly withholds: 'request' | 'answer';
  readonly sprung: (held: Held) => void;
}

/** A write that was intercepted. */
export interface Held {
  /** Lets it, or its answer, go where it was going. */
  readonly release: () => void;
}

/** Stands between one operator and the API server, so that the operator can be killed, or sleep, between a write and its answer. */
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

  /**
   * Resolves when the first write for which `holds` has been intercepted; unless it is released, it or its answer is never
   * let through. Of an answer: the first that is no refusal.
   */
  intercept(withholds: Trap['withholds'], holds: Trap['holds']): Promise<Held> {
    return new Promise((sprung) => (this.#trap = { withholds, holds, sprung }));
  }

  /** Intercepts nothing any more. */
  disarm(): void {
    this.#trap = undefined;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const content = await buffer(request);
    const write = method === 'GET' ? undefined : { method, path, body: parsed(content) };
    await this.#pass('request', write);
    const { ca, server } = this.#access;
    const headers = { ...request.headers, host: new URL(server).host };
    const onward = httpsRequest(new URL(path, server), { method, ca, headers }, (answer) => {
      void this.#answer(answer, response, write);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(content);
  }

  async #answer(answer: IncomingMessage, response: ServerResponse, write: Write | undefined): Promise<void> {
    const status = answer.statusCode ?? 502;
    await this.#pass('answer', status < 300 ? write : undefined);
    response.writeHead(status, answer.headers);
    answer.pipe(response);
    // A watch sends its headers long before its first event.
    response.flushHeaders();
  }

  /** Resolves at once, or when what a trap withholds is released. */
  async #pass(what: Trap['withholds'], write: Write | undefined): Promise<void> {
    const trap = this.#trap;
    if (trap?.withholds !== what || write === undefined || !trap.holds(write)) return;
    this.#trap = undefined;
    await new Promise<void>((release) => trap.sprung({ release }));
  }
}

function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
}
