import { parseDuration } from '../api/duration.ts';
import type { RaftClusterSpec } from '../api/raftcluster.ts';
import type { Facts } from '../membership/observation.ts';
import type { AdminNode, StoreDriver } from '../stores/driver.ts';
import type { Credentials } from './credentials.ts';
import type { CachedPod } from './projections.ts';
import type { AdminClients } from './tls-clients.ts';

/** A pod that has an address. */
export type AddressedPod = CachedPod & { readonly ip: string };

export function isAddressed(pod: CachedPod): pod is AddressedPod {
  return pod.ip !== null;
}

/** How to speak to the pods of one RaftCluster, and what is known of the right to remove. */
export class AdminAccess {
  readonly driver: StoreDriver;
  readonly #admin: RaftClusterSpec['admin'];
  readonly #credentials: Credentials;
  readonly #clients: AdminClients;
  #permission: { readonly podUid: string; readonly kind: Facts['mayRemove'] } | undefined;

  constructor(driver: StoreDriver, admin: RaftClusterSpec['admin'], credentials: Credentials, clients: AdminClients) {
    this.driver = driver;
    this.#admin = admin;
    this.#credentials = credentials;
    this.#clients = clients;
  }

  /** Why nobody can be asked: a Secret is missing. */
  get missing(): string | undefined {
    return this.#credentials.kind === 'missing' ? this.#credentials.message : undefined;
  }

  /** Whether the credentials may remove, as the last leader that was asked said. */
  get mayRemove(): Facts['mayRemove'] {
    return this.#permission?.kind ?? 'unknown';
  }

  /** Whether this leader has yet to say so. That its version cannot remove at all does not change while it runs. */
  isOpenQuestion({ uid }: CachedPod): boolean {
    const { podUid, kind } = this.#permission ?? {};
    return podUid !== uid || kind === 'forbidden' || kind === 'unknown';
  }

  /** Takes note of what a pod said. */
  learn(podUid: string, kind: Facts['mayRemove']): void {
    this.#permission = { podUid, kind };
  }

  /** The endpoint of a pod for reads. */
  readNode(pod: AddressedPod, signal: AbortSignal): AdminNode {
    return this.#node(pod, this.#clients.reads, this.#admin.requestTimeout, signal);
  }

  /** The endpoint of a pod for removals, on a connection of its own. */
  removeNode(pod: AddressedPod, signal: AbortSignal): AdminNode {
    return this.#node(pod, this.#clients.removals, this.#admin.removeTimeout, signal);
  }

  #node({ ip }: AddressedPod, http: AdminNode['http'], timeout: string, signal: AbortSignal): AdminNode {
    const { scheme, port } = this.#admin;
    const token = this.#credentials.kind === 'read' ? this.#credentials.token : undefined;
    return {
      http,
      origin: `${scheme.toLowerCase()}://${ip.includes(':') ? `[${ip}]` : ip}:${port}`,
      ...(token !== undefined && { token }),
      timeout: parseDuration(timeout),
      signal,
    };
  }
}
