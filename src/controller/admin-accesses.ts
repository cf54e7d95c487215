import { parseDuration } from '../api/duration.ts';
import { requestedAt } from '../api/request.ts';
import type { RaftClusterSpec } from '../api/raftcluster.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import type { Reading } from '../membership/evidence.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreDriver, StoreTraits } from '../stores/driver.ts';
import { AdminAccess } from './admin-access.ts';
import { readCredentials } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import type { ReadableCluster } from './facts.ts';
import type { CachedCluster } from './projections.ts';
import type { TlsClients } from './tls-clients.ts';

/** One driver a store. */
export type Drivers = Readonly<Record<RaftClusterSpec['store']['type'], StoreDriver>>;

interface Entry {
  readonly uid: string;
  readonly generation: number;
  readonly requested: string | undefined;
  readonly access: AdminAccess;
  /** Not read again before, monotonic milliseconds. */
  readonly againAt: number;
  /** What the Secrets hold was refused, or they are missing. */
  doubtful: boolean;
  /** How often they were read in a row without a cure. */
  reads: number;
}

/** Milliseconds until Secrets that were no help are read again: doubling, up to half a poll. */
const shortestPause = 2000;

/**
 * The admin credentials of every RaftCluster, in memory only: read again when the spec changed, when somebody asks for a
 * look, after a refusal, and while they are missing. Secrets are never watched.
 */
export class AdminAccesses {
  readonly #client: Pick<KubeClient, 'get'>;
  readonly #clock: Clock;
  readonly #clients: TlsClients;
  readonly #drivers: Drivers;
  readonly #entries = new Map<string, Entry>();

  constructor(client: Pick<KubeClient, 'get'>, clock: Clock, clients: TlsClients, drivers: Drivers) {
    this.#client = client;
    this.#clock = clock;
    this.#clients = clients;
    this.#drivers = drivers;
  }

  /** Throws `KubeError` when the API server cannot say what the Secrets hold. */
  async of(
    key: string,
    { namespace, uid, metadata, spec }: ReadableCluster,
    signal: AbortSignal,
  ): Promise<AdminAccess> {
    const { generation } = metadata;
    const requested = requestedAt(metadata.annotations);
    const known = this.#entries.get(key);
    const isSame = known?.uid === uid && known.generation === generation && known.requested === requested;
    const same = isSame ? known : undefined;
    const now = this.#clock.now().monotonic;
    if (same && (!same.doubtful || now < same.againAt)) return same.access;
    const credentials = await readCredentials(this.#client, namespace, spec.admin, signal);
    const reads = (same?.reads ?? 0) + 1;
    const pause = Math.min(shortestPause * 2 ** (reads - 1), parseDuration(spec.admin.pollInterval) / 2);
    const access = this.#accessOf(key, spec, credentials);
    const doubtful = credentials.kind === 'missing';
    this.#entries.set(key, { uid, generation, requested, access, doubtful, againAt: now + pause, reads });
    return access;
  }

  /** What the rule must know about the store of a RaftCluster; of one whose spec is not valid, Arc's, which are never used. */
  traitsOf({ spec }: CachedCluster): StoreTraits {
    return this.#drivers['invalid' in spec ? 'Arc' : spec.store.type].traits;
  }

  /** Takes note of a round: after a refusal the Secrets may hold something new, and a view shows that they serve. */
  learn(key: string, readings: readonly Reading[]): void {
    if (readings.some(({ result }) => result.kind === 'failed' && refusals.has(result.failure))) this.doubt(key);
    else if (readings.some(({ result }) => result.kind === 'view')) this.#trust(key);
  }

  doubt(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) entry.doubtful = true;
  }

  forget(key: string): void {
    this.#entries.delete(key);
    this.#clients.release(key);
  }

  #trust(key: string): void {
    const entry = this.#entries.get(key);
    if (entry && !entry.doubtful) entry.reads = 0;
  }

  #accessOf(key: string, { admin, store }: RaftClusterSpec, credentials: Credentials): AdminAccess {
    const { scheme, serverName } = admin;
    const ca = credentials.kind === 'read' ? credentials.ca : undefined;
    const tls = { ...(ca !== undefined && { ca }), ...(serverName !== undefined && { serverName }) };
    const clients = this.#clients.use(key, scheme === 'HTTPS' ? tls : undefined);
    return new AdminAccess(this.#drivers[store.type], admin, credentials, clients);
  }
}

/** What other Secrets could cure: a token, a CA. */
const refusals: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'tls']);
