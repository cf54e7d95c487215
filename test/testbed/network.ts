import { createServer, type Server } from 'node:net';

/** Where a claim is held: no pod gets this host number, and nothing else listens on this port. */
const CLAIM = { host: 254, port: 64_111 };
const FIRST_POD = 2;
const LAST_POD = 253;

/**
 * A part of loopback that belongs to this run alone, 127.a.b.0/24 at a time: each is claimed by a listening socket, so
 * two runs on one machine never meet and a claim ends with its process, whatever that died of.
 */
export class Network {
  readonly #claims: Server[];
  readonly #blocks: string[];
  #next = FIRST_POD;
  /** One caller after the other: claiming takes a moment. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(block: string, claim: Server) {
    this.#blocks = [block];
    this.#claims = [claim];
  }

  static async claim(): Promise<Network> {
    return new Network(...(await claimBlock()));
  }

  /** Where the control plane listens. */
  get controlPlane(): string {
    return `${this.#blocks[0]}.1`;
  }

  /** An address that nothing in this run had before; another block is claimed when one is used up. */
  nextAddress(): Promise<string> {
    const address = this.#turn.then(() => this.#take());
    this.#turn = address.catch(() => undefined);
    return address;
  }

  release(): void {
    for (const claim of this.#claims) claim.close();
  }

  async #take(): Promise<string> {
    if (this.#next > LAST_POD) {
      const [block, claim] = await claimBlock();
      this.#blocks.push(block);
      this.#claims.push(claim);
      this.#next = FIRST_POD;
    }
    return `${this.#blocks.at(-1)}.${this.#next++}`;
  }
}

/** TCP ports that are free on this address right now; no other run listens there. */
export async function freePorts(address: string, count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0, address)));
  return Promise.all(
    servers.map((server) => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') throw new Error(`no port on ${address}`);
      return close(server).then(() => bound.port);
    }),
  );
}

/** An error that names the port when a program of this machine listens on it on all addresses, and so on the pods' too. */
export async function requireFree(address: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    try {
      await close(await listen(port, address));
    } catch (error) {
      throw new Error(`another program listens on port ${port} of all addresses; the pods need it: stop that program`, {
        cause: error,
      });
    }
  }
}

async function claimBlock(): Promise<[string, Server]> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    // 127.0 to 127.15 and what is above 127.240 are left to the system's own uses.
    const block = `127.${16 + Math.floor(Math.random() * 224)}.${Math.floor(Math.random() * 256)}`;
    try {
      const claim = await listen(CLAIM.port, `${block}.${CLAIM.host}`);
      claim.unref();
      return [block, claim];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
      throw new Error('cannot listen on 127.x.y.z: the test bed needs Linux, where all of 127.0.0.0/8 is loopback', {
        cause: error,
      });
    }
  }
  throw new Error(`no free part of loopback found: is port ${CLAIM.port} taken on all addresses?`);
}

function listen(port: number, address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: address, exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
