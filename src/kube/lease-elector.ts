import type { Clock, Timer } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import { formatMicroTime } from '../ports/wall-time.ts';
import type { KubeClient } from './kube-client.ts';
import { KubeError } from './kube-error.ts';
import { field, type KubeObject } from './kube-object.ts';
import { leases } from './resource.ts';

export interface LeaseElectorOptions {
  readonly client: Pick<KubeClient, 'get' | 'create' | 'update'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly namespace: string;
  readonly name: string;
  /** What people know this process by, such as its pod's name; with a UUID it becomes the identity. */
  readonly host: string;
  readonly onStartedLeading: () => void;
  /** Told when leadership ends: by the renew deadline, by another holder, or by the end of `run`. */
  readonly onStoppedLeading: () => void;
}

/** The spec of a Lease, as far as an election reads and writes it. */
interface LeaseSpec {
  readonly holderIdentity?: string | undefined;
  readonly leaseDurationSeconds?: number | undefined;
  readonly acquireTime?: string | undefined;
  readonly renewTime?: string | undefined;
  readonly leaseTransitions?: number | undefined;
}

/** Milliseconds; the values of client-go. A lease outlives its holder's renew deadline, so two never lead at once. */
const leaseDuration = 15_000;
const renewDeadline = 10_000;
const retryPeriod = 2_000;
/** So that a request that hangs leaves time for another one before the deadline. */
const requestTimeout = 3_000;

/**
 * Leader election by a Lease. Time is only ever the own monotonic clock: another's lease has ended when it has not
 * changed for its duration since it was SEEN to change; the times written in it are for people.
 */
export class LeaseElector {
  /** Who this process is, in the Lease and elsewhere. */
  readonly identity: string;
  readonly #options: LeaseElectorOptions;
  /** The Lease as last seen, and since when it has looked like that. */
  #seen: { readonly lease: KubeObject; readonly since: number } | undefined;
  /** Set while leading: until when, on the monotonic clock. */
  #leadsUntil: number | undefined;
  #expiry: Timer | undefined;

  constructor(options: LeaseElectorOptions) {
    this.#options = options;
    this.identity = `${options.host}_${options.random.uuid()}`;
  }

  /** Whether this process may act now: asks the clock each time, so that a process that was frozen knows at once. */
  isLeader(): boolean {
    return this.#leadsUntil !== undefined && this.#now() < this.#leadsUntil;
  }

  /** Campaigns, leads and campaigns again until the signal aborts; then gives the Lease back. Throws only what a listener throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#round(signal);
      const pause = retryPeriod * (1 + this.#options.random.fraction() / 5);
      await this.#options.clock.sleep(pause, signal).catch(() => {});
    }
    this.#stop('the process stops');
    await this.#release();
  }

  async #round(signal: AbortSignal): Promise<void> {
    if (!this.isLeader()) this.#stop('the renew deadline has passed');
    // Counted from before the request: the server may have renewed the Lease long before its answer arrives.
    const start = this.#now();
    const holds = await this.#acquireOrRenew(signal);
    if (signal.aborted || holds === undefined) return;
    if (holds) this.#lead(start + renewDeadline);
    else this.#stop('another process holds the Lease');
  }

  /** Whether this process holds the Lease now; `undefined`: no answer. */
  async #acquireOrRenew(signal: AbortSignal): Promise<boolean | undefined> {
    const { log, name } = this.#options;
    try {
      // The holder knows its Lease and saves itself the look; when that fails, as everybody, it looks first.
      if (!this.isLeader()) await this.#look(signal);
      return await this.#claim(signal).catch(async (error: unknown) => {
        if (!(error instanceof KubeError) || (error.code !== 'conflict' && error.code !== 'notFound')) throw error;
        await this.#look(signal);
        return this.#claim(signal);
      });
    } catch (thrown) {
      const error = KubeError.from(thrown, `Lease ${name}`);
      const level = error.code === 'conflict' || error.code === 'alreadyExists' || signal.aborted ? 'debug' : 'warn';
      log[level]({ lease: name, code: error.code, error: error.message }, 'The Lease could not be read or written');
      return undefined;
    }
  }

  async #look(signal?: AbortSignal): Promise<void> {
    const { client, namespace, name } = this.#options;
    try {
      this.#see(await client.get(leases, { namespace, name }, within(signal)));
    } catch (error) {
      if (!(error instanceof KubeError) || error.code !== 'notFound') throw error;
      this.#seen = undefined;
    }
  }

  /** Writes this process into the Lease, if it is free, over or already its own. */
  async #claim(signal: AbortSignal): Promise<boolean> {
    const { client, namespace, name } = this.#options;
    if (this.#seen === undefined) {
      const created = {
        apiVersion,
        kind: 'Lease',
        metadata: { namespace, name },
        spec: this.#ownSpec({}),
      };
      this.#see(await client.create(leases, created, within(signal)));
      return true;
    }
    const { lease, since } = this.#seen;
    const spec = specOf(lease);
    const { holderIdentity = '', leaseDurationSeconds = leaseDuration / 1000 } = spec;
    const over = this.#now() - since >= leaseDurationSeconds * 1000;
    if (holderIdentity !== '' && holderIdentity !== this.identity && !over) return false;
    const claimed = {
      ...lease,
      apiVersion,
      kind: 'Lease',
      spec: this.#ownSpec(spec),
    };
    this.#see(await client.update(leases, claimed, within(signal)));
    return true;
  }

  #ownSpec(before: LeaseSpec): LeaseSpec {
    const now = formatMicroTime(this.#options.clock.now().wall);
    const held = before.holderIdentity === this.identity;
    const { leaseTransitions = -1, acquireTime = now } = before;
    return {
      ...before,
      holderIdentity: this.identity,
      leaseDurationSeconds: leaseDuration / 1000,
      acquireTime: held ? acquireTime : now,
      renewTime: now,
      leaseTransitions: held ? leaseTransitions : leaseTransitions + 1,
    };
  }

  #see(lease: KubeObject): void {
    const same = JSON.stringify(lease['spec']) === JSON.stringify(this.#seen?.lease['spec']);
    this.#seen = {
      lease,
      since: same && this.#seen !== undefined ? this.#seen.since : this.#now(),
    };
  }

  #lead(until: number): void {
    const leads = this.isLeader();
    if (this.#now() >= until) return;
    const { clock, log, name, onStartedLeading } = this.#options;
    this.#leadsUntil = until;
    this.#expiry?.cancel();
    this.#expiry = clock.after(until - this.#now(), () => this.#stop('the renew deadline has passed'));
    if (leads) return;
    log.info({ lease: name, identity: this.identity }, 'Leading');
    onStartedLeading();
  }

  #stop(why: string): void {
    if (this.#leadsUntil === undefined) return;
    const { log, name, onStoppedLeading } = this.#options;
    this.#leadsUntil = undefined;
    this.#expiry?.cancel();
    log.info({ lease: name, identity: this.identity, why }, 'No longer leading');
    onStoppedLeading();
  }

  /** Lets the next process start at once instead of after the lease duration. */
  async #release(): Promise<void> {
    const { client, log, name } = this.#options;
    try {
      await this.#look();
      const lease = this.#seen?.lease;
      if (lease === undefined || specOf(lease).holderIdentity !== this.identity) return;
      const { holderIdentity: _, ...rest } = specOf(lease);
      const released = { ...lease, apiVersion, kind: 'Lease', spec: { ...rest, leaseDurationSeconds: 1 } };
      await client.update(leases, released, within());
    } catch (error) {
      log.warn(
        { lease: name, error: KubeError.from(error, name).message },
        'The Lease was not given back: it ends by itself',
      );
    }
  }

  #now(): number {
    return this.#options.clock.now().monotonic;
  }
}

const apiVersion = 'coordination.k8s.io/v1';

function specOf(lease: KubeObject): LeaseSpec {
  const text = (name: string): string | undefined => {
    const value = field(lease['spec'], name);
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = field(lease['spec'], name);
    return typeof value === 'number' ? value : undefined;
  };
  return {
    holderIdentity: text('holderIdentity'),
    leaseDurationSeconds: number('leaseDurationSeconds'),
    acquireTime: text('acquireTime'),
    renewTime: text('renewTime'),
    leaseTransitions: number('leaseTransitions'),
  };
}

function within(signal?: AbortSignal): {
  timeout: number;
  signal?: AbortSignal;
} {
  return signal === undefined ? { timeout: requestTimeout } : { timeout: requestTimeout, signal };
}
