import type { CreateHttpClient, HttpClient, TlsOptions } from '../ports/http.ts';

/** The connections of one TLS configuration: reads on one, removals on another, so that neither waits for the other. */
export interface AdminClients {
  readonly reads: HttpClient;
  readonly removals: HttpClient;
}

interface Shared {
  readonly configuration: string;
  readonly clients: AdminClients;
  readonly users: Set<string>;
}

/** Milliseconds. */
const connectTimeout = 1000;

/** One pair of clients a TLS configuration, shared by all RaftClusters that use it and closed with the last of them. */
export class TlsClients {
  readonly #create: CreateHttpClient;
  readonly #byConfiguration = new Map<string, Shared>();
  readonly #byUser = new Map<string, Shared>();

  constructor(create: CreateHttpClient) {
    this.#create = create;
  }

  /** The clients for `tls`, from now on used by `user`, who gives up any others that it had. */
  use(user: string, tls: TlsOptions | undefined): AdminClients {
    const configuration = JSON.stringify([tls !== undefined, tls?.ca, tls?.serverName]);
    const before = this.#byUser.get(user);
    if (before?.configuration === configuration) return before.clients;
    const shared = this.#byConfiguration.get(configuration) ?? this.#open(configuration, tls);
    this.release(user);
    shared.users.add(user);
    this.#byUser.set(user, shared);
    return shared.clients;
  }

  release(user: string): void {
    const shared = this.#byUser.get(user);
    this.#byUser.delete(user);
    if (!shared?.users.delete(user) || shared.users.size > 0) return;
    this.#byConfiguration.delete(shared.configuration);
    void end(shared.clients);
  }

  async close(): Promise<void> {
    const all = [...this.#byConfiguration.values()];
    this.#byConfiguration.clear();
    this.#byUser.clear();
    await Promise.all(all.map(async ({ clients }) => end(clients)));
  }

  #open(configuration: string, tls: TlsOptions | undefined): Shared {
    const options = { ...(tls && { tls }), connections: 1, connectTimeout };
    const clients = { reads: this.#create(options), removals: this.#create(options) };
    const shared = { configuration, clients, users: new Set<string>() };
    this.#byConfiguration.set(configuration, shared);
    return shared;
  }
}

async function end({ reads, removals }: AdminClients): Promise<void> {
  await Promise.allSettled([reads.close(), removals.close()]);
}
