import type { CreateHttpClient, HttpClient, TlsOptions } from '../ports/http.ts';

/** The connections of one TLS configuration: reads on one, removals on another, so that neither waits for the other. */
export interface AdminClients {
  readonly reads: HttpClient;
  readonly removals: HttpClient;
}

const connectTimeout = 1000;

/** One pair of clients a TLS configuration, shared by all RaftClusters that use it and closed with the last of them. */
export class TlsClients {
  readonly #create: CreateHttpClient;
  readonly #byConfiguration = new Map<string, { readonly clients: AdminClients; readonly users: Set<string> }>();

  constructor(create: CreateHttpClient) {
    this.#create = create;
  }

  /** The clients for `tls`, from now on used by `user`, who gives up any others that it had. */
  use(user: string, tls: TlsOptions | undefined): AdminClients {
    const configuration = JSON.stringify([tls !== undefined, tls?.ca, tls?.serverName]);
    const known = this.#byConfiguration.get(configuration) ?? { clients: this.#open(tls), users: new Set<string>() };
    this.#byConfiguration.set(configuration, known);
    known.users.add(user);
    this.#leave(user, configuration);
    return known.clients;
  }

  release(user: string): void {
    this.#leave(user, undefined);
  }

  async close(): Promise<void> {
    const all = [...this.#byConfiguration.values()];
    this.#byConfiguration.clear();
    await Promise.all(all.flatMap(({ clients }) => [clients.reads.close(), clients.removals.close()]));
  }

  #open(tls: TlsOptions | undefined): AdminClients {
    const options = { ...(tls && { tls }), connections: 1, connectTimeout };
    return { reads: this.#create(options), removals: this.#create(options) };
  }

  #leave(user: string, except: string | undefined): void {
    for (const [configuration, { clients, users }] of this.#byConfiguration) {
      if (configuration === except || !users.delete(user) || users.size > 0) continue;
      this.#byConfiguration.delete(configuration);
      void Promise.allSettled([clients.reads.close(), clients.removals.close()]);
    }
  }
}
