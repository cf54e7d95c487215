import type { Timer } from '../../../../src/ports/clock.ts';
import type { Command } from '../peers/table.ts';
import { type Change, hasVote, nextConfiguration, quorumOf, votersOf } from './configuration.ts';
import type { Payload } from './entry.ts';
import type { Done, Office } from './office.ts';
import { Peer } from './peer.ts';
import { changeTimeout, diskWrite, electionTimeout, leaderLease } from '../wire/timeouts.ts';
import { Transfer } from './transfer.ts';

interface WaitingChange {
  readonly change: Change;
  readonly done: Done;
  readonly timer: Timer;
}

/** One term of office: replication, commitment, the lease, and one change of the configuration at a time. */
export class Leadership {
  readonly #office: Office;
  readonly #peers = new Map<string, Peer>();
  readonly #startIndex: number;
  #inflight: { readonly index: number; readonly done: Done }[] = [];
  #changes: WaitingChange[] = [];
  #transfer: Transfer | undefined;
  #lease: { readonly at: number; readonly timer: Timer } | undefined;
  #hasEnded = false;

  constructor(office: Office) {
    this.#office = office;
    this.#startIndex = office.disk.lastIndex + 1;
  }

  begin(): void {
    this.#reconcilePeers();
    this.#append({ kind: 'noop' }, () => {});
    this.#watchLease();
  }

  end(): void {
    this.#hasEnded = true;
    this.#lease?.timer.cancel();
    for (const peer of this.#peers.values()) peer.stop();
    for (const { done } of this.#inflight.splice(0)) done('leadership lost while committing log');
    for (const { done, timer } of this.#changes.splice(0)) {
      timer.cancel();
      done('node is not the leader');
    }
    this.#transfer?.end();
  }

  apply(command: Command, done: Done): void {
    if (this.#transfer !== undefined) done('leadership transfer in progress');
    else this.#append({ kind: 'command', command }, done);
  }

  /** Waits for its turn for 5 s at most; the commit has no deadline. */
  change(change: Change, done: Done): void {
    const timer = this.#office.station.runtime.after(changeTimeout, () => {
      this.#changes = this.#changes.filter((waiting) => waiting.timer !== timer);
      done('timed out enqueuing operation');
    });
    this.#changes.push({ change, done, timer });
    this.#takeChange();
  }

  /** Hands over to the follower that has most of the log. */
  transfer(done: Done): void {
    if (this.#transfer !== undefined) return done('leadership transfer in progress');
    const voters = votersOf(this.#office.configurations.latest).flatMap(({ id }) => this.#peers.get(id) ?? []);
    const [first, ...others] = voters;
    if (first === undefined) return done('cannot find peer');
    const heir = others.reduce((best, peer) => (peer.next > best.next ? peer : best), first);
    const finished: Done = (error) => {
      this.#transfer = undefined;
      done(error);
    };
    this.#transfer = new Transfer(this.#office, heir, electionTimeout, finished);
  }

  wireChanged(): void {
    for (const peer of this.#peers.values()) peer.wireChanged();
  }

  #append(payload: Payload, done: Done): void {
    const entry = this.#office.store(payload);
    if (entry === undefined) {
      done('the log store fails');
      this.#office.stepDown();
      return;
    }
    this.#inflight.push({ index: entry.index, done });
    if (payload.kind === 'configuration') this.#office.configurations.proposed(payload.configuration, entry.index);
    const { station, chance } = this.#office;
    station.runtime.after(chance.between(...diskWrite), () => this.#advance());
    for (const peer of this.#peers.values()) peer.replicate();
  }

  #takeChange(): void {
    const { configurations, commitIndex } = this.#office;
    while (!this.#hasEnded && configurations.isStable && commitIndex >= this.#startIndex) {
      const waiting = this.#changes.shift();
      if (waiting === undefined) return;
      waiting.timer.cancel();
      this.#begin(waiting);
    }
  }

  #begin({ change, done }: WaitingChange): void {
    if (this.#transfer !== undefined) return done('leadership transfer in progress');
    const configuration = nextConfiguration(this.#office.configurations.latest, change);
    if (typeof configuration === 'string') return done(configuration);
    this.#append({ kind: 'configuration', configuration }, done);
    if (this.#hasEnded) return;
    this.#reconcilePeers();
    this.#watchLease();
  }

  #reconcilePeers(): void {
    const { station, configurations } = this.#office;
    const wanted = configurations.latest.filter(({ id }) => id !== station.id);
    for (const [id, peer] of this.#peers) {
      if (wanted.some((server) => server.id === id && server.address === peer.address)) continue;
      this.#peers.delete(id);
      peer.depart();
    }
    for (const { id, address } of wanted) {
      if (this.#peers.has(id)) continue;
      const peer = new Peer(this.#office, address, {
        progressed: () => this.#advance(),
        outran: () => this.#office.stepDown(),
        fellSilent: () => this.#watchLease(),
      });
      this.#peers.set(id, peer);
      peer.begin();
    }
  }

  /** What a majority of the latest configuration's voters has stored is committed, from the first entry of this term on. */
  #advance(): void {
    if (this.#hasEnded) return;
    this.#transfer?.proceed();
    const { configurations, station, disk, commitIndex } = this.#office;
    const matches = votersOf(configurations.latest).map(({ id }) =>
      id === station.id ? disk.lastIndex : (this.#peers.get(id)?.match ?? 0),
    );
    matches.sort((one, other) => other - one);
    const reached = matches[quorumOf(configurations.latest) - 1] ?? 0;
    if (reached <= commitIndex || reached < this.#startIndex) return;
    this.#office.commitTo(reached);
    const committed = this.#inflight.filter(({ index }) => index <= reached);
    this.#inflight = this.#inflight.filter(({ index }) => index > reached);
    for (const { done } of committed) done(null);
    if (configurations.isStable && !hasVote(configurations.committed, station.id)) return this.#office.stepDown();
    this.#takeChange();
    for (const peer of this.#peers.values()) peer.replicate();
  }

  /** Looks again when the voters heard within the lease, itself included, can first be less than a majority. */
  #watchLease(): void {
    if (this.#hasEnded) return;
    const { station, chance } = this.#office;
    const expiry = this.#leaseExpiry();
    if (expiry === undefined) return this.#forgetLease();
    const { now } = station.runtime;
    // The check has a rhythm of its own; it follows the oldest contact, and a change of the voters must wait for it.
    const at = expiry > now ? expiry + chance.between(5, 30) : now + chance.between(20, 450);
    if (this.#lease !== undefined && this.#lease.at <= at) return;
    this.#forgetLease();
    const timer = station.runtime.after(at - now, () => {
      this.#lease = undefined;
      const due = this.#leaseExpiry();
      if (due !== undefined && due < station.runtime.now) this.#office.stepDown();
      else this.#watchLease();
    });
    this.#lease = { at, timer };
  }

  #forgetLease(): void {
    this.#lease?.timer.cancel();
    this.#lease = undefined;
  }

  /** Undefined while enough voters are in contact. */
  #leaseExpiry(): number | undefined {
    const { configurations, station } = this.#office;
    const silentSince: number[] = [];
    let missing = quorumOf(configurations.latest);
    for (const { id } of votersOf(configurations.latest)) {
      const peer = this.#peers.get(id);
      if (id === station.id || peer?.isInContact === true) missing--;
      else silentSince.push(peer?.heardAt ?? 0);
    }
    if (missing <= 0) return undefined;
    silentSince.sort((one, other) => other - one);
    return (silentSince[missing - 1] ?? 0) + leaderLease;
  }
}
