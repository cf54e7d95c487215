import type { RaftClusterSpec } from '../api/raftcluster.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { parseDuration } from '../api/duration.ts';
import type { Reading } from '../membership/evidence.ts';
import type { Facts } from '../membership/observation.ts';
import type { Clock } from '../ports/clock.ts';
import type { AdminNode, StoreDriver, StoreTraits } from '../stores/driver.ts';
import { readCredentials } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import type { CachedCluster, CachedPod } from './projections.ts';
import type { TlsClients } from './tls-clients.ts';

/** One driver a store. */
export type Drivers = Readonly<Record<RaftClusterSpec['store']['type'], StoreDriver>>;

/** How to speak to the pods of one RaftCluster. */
export interface AdminAccess {
  readonly driver: StoreDriver;
  readonly missing: string | undefined;
  /** Whether the credentials may remove, as far as it was asked. */
  mayRemove: Facts['mayRemove'];
  /** The endpoint of a pod, for reads. */
  readNode(pod: CachedPod, signal: AbortSignal): AdminNode | undefined;
  /** The endpoint of a pod for removals, on connections of their own. */
  removeNode(pod: CachedPod): AdminNode | undefined;
}

/** Secrets that were refused are read again no more often than this. Milliseconds. */
const rereadPause = 2000;

interface Entry {
  readonly uid: string;
  readonly generation: number;
  readonly access: AdminAccess;
  readonly readAt: number;
  /** An answer said 401 or 403, or the Secret is missing. */
  stale: boolean;
}

/**
 * The admin credentials of every RaftCluster, in memory only: read again when the spec changed, after a 401 or 403, and
 * while they are missing. Secrets are never watched.
 */
export class AdminAccesses {
  readonly #client: Pick<KubeClient, 'get'>;
  readonly #clock: Clock;
  readonly #clients: TlsClients;
  readonly #drivers: Drivers;
  readonly #entries = new Map<string, Entry>();

  constructor(
    client: Pick<KubeClient, 'get'>,
    clock: Clock,
    clients: TlsClients,
    drivers: Drivers,
  ) {
    this.#client = client;
    this.#clock = clock;
    this.#clients = clients;
    this.#drivers = drivers;
  }

  async of(key: string, { namespace, uid, metadata }: CachedCluster, spec: RaftClusterSpec): Promise<AdminAccess> {
    const known = this.#entries.get(key);
    const now = this.#clock.now().monotonic;
    const same = known?.uid === uid && known.generation === metadata.generation;
    if (known && same && (!known.stale || now < known.readAt + rereadPause)) return known.access;
    const credentials = await readCredentials(this.#client, namespace, spec.admin);
    const access = this.#accessOf(key, spec, credentials);
    const stale = credentials.kind === 'missing';
    this.#entries.set(key, { uid, generation: metadata.generation, access, readAt: now, stale });
    return access;
  }

  /** What the rule must know about the store of a RaftCluster; of one whose spec is not valid, Arc's, which are never used. */
  traitsOf({ spec }: CachedCluster): StoreTraits {
    return this.#drivers['invalid' in spec ? 'Arc' : spec.store.type].traits;
  }

  /** Takes note of refusals: the token may have been rotated. */
  learn(key: string, readings: readonly Reading[]): void {
    const refused = readings.some(
      ({ result }) => result.kind === 'failed' && (result.failure === 'unauthorized' || result.failure === 'forbidden'),
    );
    if (refused) this.distrust(key);
  }

  distrust(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) entry.stale = true;
  }

  forget(key: string): void {
    this.#entries.delete(key);
    this.#clients.release(key);
  }

  #accessOf(key: string, { admin, store }: RaftClusterSpec, credentials: Credentials): AdminAccess {
    const { scheme, port, serverName } = admin;
    const ca = credentials.kind === 'read' ? credentials.ca : undefined;
    const bearer = credentials.kind === 'read' ? credentials.token : undefined;
    const tls = scheme === 'HTTPS' ? { ...(ca !== undefined && { ca }), ...(serverName !== undefined && { serverName }) } : undefined;
    const { reads, removals } = this.#clients.use(key, tls);
    const token = bearer === undefined ? {} : { token: bearer };
    const origin = ({ ip }: CachedPod) => ip === null ? undefined : `${scheme.toLowerCase()}://${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
    return {
      driver: this.#drivers[store.type],
      missing: credentials.kind === 'missing' ? credentials.message : undefined,
      mayRemove: 'unknown',
      readNode: (pod, signal) => {
        const at = origin(pod);
        return at === undefined ? undefined : { http: reads, origin: at, ...token, timeout: parseDuration(admin.requestTimeout), signal };
      },
      removeNode: (pod) => {
        const at = origin(pod);
        return at === undefined ? undefined : { http: removals, origin: at, ...token, timeout: parseDuration(admin.removeTimeout) };
      },
    };
  }
}
