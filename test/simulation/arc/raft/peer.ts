import type { Timer } from '../../../../src/ports/clock.ts';
import type { Append, AppendReply } from '../wire/messages.ts';
import type { Office } from './office.ts';
import { Session } from '../wire/session.ts';
import { commitNotice, greetingRetry, longestBackoff, wakeUp } from '../wire/timeouts.ts';
import type { Station } from '../wire/wire.ts';

/** What a peer tells the leadership it belongs to. */
interface PeerEvents {
  /** Its log has grown. */
  progressed(): void;
  /** It knows a newer term. */
  outran(): void;
  /** Contact is lost. */
  fellSilent(): void;
}

/** A leader's replication to one other server. */
export class Peer {
  readonly address: string;
  /** When it answered last, while there is no session. A new peer counts as heard. */
  heardAt: number;
  next: number;
  match = 0;
  readonly #office: Office;
  readonly #events: PeerEvents;
  readonly #term: number;
  #session: Session | undefined;
  #greeting: Timer | undefined;
  #notice: Timer | undefined;
  #resumesAt = 0;
  #knownCommit = 0;
  #sending = 0;
  #attempts = 0;
  #isStopped = false;
  #isHanging = false;

  constructor(office: Office, address: string, events: PeerEvents) {
    this.#office = office;
    this.#events = events;
    this.#term = office.disk.term;
    this.address = address;
    this.next = office.disk.lastIndex + 1;
    this.heardAt = office.station.runtime.now;
  }

  get isInContact(): boolean {
    return this.#session !== undefined;
  }

  begin(): void {
    this.#greet(0.1);
  }

  wireChanged(): void {
    const { wire, station } = this.#office;
    const target = wire.at(this.address);
    const session = this.#session;
    if (session !== undefined && (session.follower !== target || !wire.isInTouch(station, session.follower))) {
      // Calls to a process that stands still hang and go on with it; others fail and are tried again.
      this.#isHanging = session.follower.runtime.state === 'frozen' || station.runtime.state === 'frozen';
      session.close(this.#now);
    }
    if (target === undefined || !wire.isInTouch(station, target)) return;
    if (this.#session === undefined)
      this.#greet(this.#office.chance.between(...(this.#isHanging ? wakeUp : greetingRetry)));
    else this.replicate();
  }

  /** Sends what it lacks, if it is in contact and nothing is on its way. */
  replicate(): void {
    if (this.#isStopped || this.#session === undefined || this.#sending > 0 || this.#now < this.#resumesAt) return;
    if (this.next <= this.#office.disk.lastIndex) this.#send();
    else if (this.#knownCommit < this.#office.commitIndex) this.#noticeSoon();
  }

  /** It is no longer in the configuration: told so if it listens, then left alone. */
  depart(): void {
    if (this.#session !== undefined) this.#send();
    this.stop();
  }

  stop(): void {
    this.#isStopped = true;
    this.#greeting?.cancel();
    this.#notice?.cancel();
    this.#session?.close(this.#now);
  }

  get #now(): number {
    return this.#office.station.runtime.now;
  }

  #greet(delay: number): void {
    if (this.#isStopped || this.#greeting !== undefined || this.#session !== undefined) return;
    const { station, wire } = this.#office;
    this.#greeting = station.runtime.after(delay, () => {
      this.#greeting = undefined;
      // A heartbeat says nothing of the log, not even what is committed.
      const heartbeat = { ...this.#message(0, 0, []), commitIndex: 0 };
      wire.ask(
        station,
        this.address,
        (server) => server.append(heartbeat),
        (reply, by) => this.#greeted(reply, by),
      );
    });
  }

  #greeted(reply: AppendReply, by: Station): void {
    if (this.#isStopped || this.#session !== undefined) return;
    if (reply.term > this.#term) return this.#events.outran();
    const { station, wire, chance } = this.#office;
    if (wire.at(this.address) !== by || !wire.isInTouch(station, by)) return;
    const delay = wire.delayBetween(station.id, by.id);
    const session = new Session(station, by, this.#term, this.#now, delay);
    if (!by.server.join(session)) return this.#greet(chance.between(...greetingRetry));
    const absence = this.#isHanging ? 0 : this.#now - this.heardAt;
    this.#open(session);
    this.#resume(absence < 1_000 ? 0 : chance.between(0, Math.min(absence, longestBackoff)));
  }

  #open(session: Session): void {
    this.#session = session;
    this.#isHanging = false;
    this.#knownCommit = 0;
    session.onClose((lastBeat) => {
      this.#session = undefined;
      this.#sending = 0;
      this.#notice?.cancel();
      this.#notice = undefined;
      this.heardAt = lastBeat;
      if (this.#isStopped) return;
      this.#events.fellSilent();
      const { station, wire, chance } = this.#office;
      // It has moved on by itself: the next heartbeat shows where to.
      if (wire.isInTouch(station, session.follower)) this.#greet(chance.between(5, 90));
    });
    this.#office.opened(session);
  }

  /** Log entries to a peer that was away wait for the end of their own back-off. */
  #resume(delay: number): void {
    this.#resumesAt = this.#now + delay;
    this.#office.station.runtime.after(delay, () => this.replicate());
  }

  #noticeSoon(): void {
    const { station, chance } = this.#office;
    this.#notice ??= station.runtime.after(chance.between(...commitNotice), () => {
      this.#notice = undefined;
      if (!this.#isStopped && this.#session !== undefined && this.#sending === 0) this.#send();
    });
  }

  #send(): void {
    const { station, wire, disk } = this.#office;
    const previous = this.next - 1;
    const message = this.#message(previous, disk.termAt(previous) ?? 0, disk.from(this.next));
    const attempt = ++this.#attempts;
    this.#sending = attempt;
    wire.ask(
      station,
      this.address,
      (server) => server.append(message),
      (reply) => {
        if (this.#sending === attempt) this.#sending = 0;
        this.#sent(message, reply);
      },
    );
  }

  #sent(message: Append, reply: AppendReply): void {
    if (this.#isStopped) return;
    if (reply.term > this.#term) return this.#events.outran();
    if (reply.isSuccess) {
      const reached = message.previousIndex + message.entries.length;
      this.match = Math.max(this.match, reached);
      this.next = Math.max(this.next, reached + 1);
      this.#knownCommit = Math.max(this.#knownCommit, message.commitIndex);
      this.#events.progressed();
    } else if (!reply.isStuck) {
      this.next = Math.max(Math.min(this.next - 1, reply.lastLog + 1), 1);
    }
    if (!reply.isStuck) this.replicate();
  }

  #message(previousIndex: number, previousTerm: number, entries: Append['entries']): Append {
    const { station, hostAddress, commitIndex } = this.#office;
    const leader = { term: this.#term, leader: station.id, leaderAddress: hostAddress };
    return { ...leader, previousIndex, previousTerm, entries, commitIndex };
  }
}
