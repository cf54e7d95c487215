import type { Timer } from '../../../../src/ports/clock.ts';
import type { Seeded } from '../../engine/seeded.ts';
import type { Runtime } from '../runtime.ts';
import type { Command } from '../peers/table.ts';
import { giveVote, isHeard } from './ballot.ts';
import { Candidacy } from './candidacy.ts';
import { type Change, hasVote } from './configuration.ts';
import { Configurations } from './configurations.ts';
import type { Disk } from './disk.ts';
import type { Entry, Payload } from './entry.ts';
import { Leadership } from './leadership.ts';
import type { Append, AppendReply, VoteReply, VoteRequest } from '../wire/messages.ts';
import type { Done, Office } from './office.ts';
import type { RaftEvents, RaftOptions } from './raft-options.ts';
import type { Session } from '../wire/session.ts';
import { firstNew, takeEntries } from './take-entries.ts';
import { electionTimeout, heartbeatTimeout } from '../wire/timeouts.ts';
import type { RaftServer, Station, Wire } from '../wire/wire.ts';

export type RaftState = 'Follower' | 'Candidate' | 'Leader' | 'Shutdown';

/**
 * One server of hashicorp/raft v1.6.0 with Arc's timeouts: `raft.go` clause by clause, but for its heartbeats, which are a
 * `Session`, and its snapshots, which a test cluster never reaches.
 */
export class Raft implements RaftServer {
  readonly station: Station;
  readonly hostAddress: string;
  readonly disk: Disk;
  readonly configurations: Configurations;
  leaderId = '';
  leaderAddress = '';
  commitIndex = 0;
  appliedIndex = 0;
  /** Its log store takes no entry any more. */
  isStuck = false;
  readonly #wire: Wire;
  readonly #chance: Seeded;
  readonly #events: RaftEvents;
  #state: RaftState = 'Follower';
  #leadership: Leadership | undefined;
  #candidacy: Candidacy | undefined;
  #session: Session | undefined;
  #contactAt: number | undefined;
  #timer: Timer | undefined;
  /** A leader asked it to stand: until it leads, that leader's messages do not stop it. */
  #isHeir = false;

  constructor(options: RaftOptions) {
    this.hostAddress = options.hostAddress;
    this.disk = options.disk;
    this.#wire = options.wire;
    this.#chance = options.chance;
    this.#events = options.events;
    this.configurations = Configurations.of(options.disk);
    const { id, address, runtime } = options;
    this.station = { id, address, runtime, server: this, isIsolated: false, isDeaf: false };
  }

  get state(): RaftState {
    return this.#state;
  }

  get isLeader(): boolean {
    return this.#state === 'Leader';
  }

  /** When it last heard from a leader, gave its vote or stopped leading; undefined since its start. */
  get lastContact(): number | undefined {
    return this.#session?.lastBeat(this.#runtime.now) ?? this.#contactAt;
  }

  get #runtime(): Runtime {
    return this.station.runtime;
  }

  start(): void {
    this.#arm(this.#freshDelay());
    this.#wire.attach(this.station);
  }

  /** The end of the process, or of Raft in it. */
  stop(): void {
    if (this.#state === 'Shutdown') return;
    this.#become('Shutdown');
    this.#timer?.cancel();
    this.#wire.detach(this.station);
  }

  change(change: Change, done: Done): void {
    if (this.#state === 'Shutdown') done('raft is already shutdown');
    else if (this.#leadership === undefined) done('node is not the leader');
    else this.#leadership.change(change, done);
  }

  apply(command: Command, done: Done): void {
    if (this.#state === 'Shutdown') done('raft is already shutdown');
    else if (this.#leadership === undefined) done('node is not the leader');
    else this.#leadership.apply(command, done);
  }

  transfer(done: Done): void {
    if (this.#leadership === undefined) done('node is not the leader');
    else this.#leadership.transfer(done);
  }

  append(message: Append): AppendReply {
    const { disk } = this;
    if (message.term < disk.term) return this.#reply(false);
    if (message.term > disk.term || (this.#state !== 'Follower' && !this.#isHeir)) {
      this.#become('Follower');
      disk.term = message.term;
    }
    this.#follow(message.leader, message.leaderAddress);
    if (this.#session === undefined && this.#timer === undefined) this.#arm(this.#freshDelay());
    if (message.previousIndex > 0 && disk.termAt(message.previousIndex) !== message.previousTerm)
      return this.#reply(false);
    if (this.isStuck && firstNew(disk, message.entries) < message.entries.length)
      return { ...this.#reply(false), isStuck: true };
    const news = takeEntries(disk, this.configurations, message.entries);
    if (news.some(({ payload }) => payload.kind === 'configuration')) this.#events.changed();
    if (message.commitIndex > this.commitIndex) this.#commit(Math.min(message.commitIndex, disk.lastIndex));
    this.#contactAt = this.#runtime.now;
    return this.#reply(true);
  }

  vote(request: VoteRequest): VoteReply {
    const { disk } = this;
    const { latest } = this.configurations;
    if (!isHeard(request, latest, this.leaderAddress) || request.term < disk.term)
      return { term: disk.term, isGranted: false };
    if (request.term > disk.term) {
      this.#become('Follower');
      disk.term = request.term;
    }
    const isGranted = giveVote(request, latest, disk);
    if (isGranted) this.#contactAt = this.#runtime.now;
    return { term: disk.term, isGranted };
  }

  standNow(): void {
    this.#isHeir = true;
    this.#stand();
  }

  join(session: Session): boolean {
    const follows = this.#state === 'Follower' && this.leaderId === session.leader.id;
    if (!follows || this.disk.term !== session.term) return false;
    this.#session?.close(this.#runtime.now);
    this.#session = session;
    this.#timer?.cancel();
    this.#timer = undefined;
    session.onClose((lastBeat) => {
      if (this.#session !== session) return;
      this.#session = undefined;
      this.#contactAt = lastBeat;
      // Where in its rhythm the timer stood is not known.
      if (this.#state === 'Follower') this.#arm(this.#chance.between(0, 2 * heartbeatTimeout));
    });
    return true;
  }

  wireChanged(): void {
    this.#leadership?.wireChanged();
  }

  #reply(isSuccess: boolean): AppendReply {
    return { term: this.disk.term, isSuccess, lastLog: this.disk.lastIndex, isStuck: false };
  }

  #commit(index: number): void {
    this.commitIndex = index;
    this.configurations.committedUpTo(index);
    while (this.appliedIndex < index) {
      const entry = this.disk.entry(++this.appliedIndex);
      if (entry === undefined) continue;
      this.#events.committed(entry);
      if (entry.payload.kind === 'command') this.#events.applied(entry.payload.command);
    }
  }

  #become(state: RaftState): void {
    this.leaderId = '';
    this.leaderAddress = '';
    this.#state = state;
    this.#session?.close(this.#runtime.now);
    this.#candidacy?.end();
    const leadership = this.#leadership;
    if (leadership !== undefined) {
      this.#leadership = undefined;
      this.#contactAt = this.#runtime.now;
      leadership.end();
      this.#events.steppedDown();
    }
    if (state === 'Follower') this.#arm(this.#freshDelay());
    this.#events.changed();
  }

  #follow(leader: string, address: string): void {
    if (this.leaderId === leader) return;
    this.#session?.close(this.#runtime.now);
    this.leaderId = leader;
    this.leaderAddress = address;
    this.#events.changed();
  }

  #freshDelay(): number {
    return this.#chance.between(heartbeatTimeout, 2 * heartbeatTimeout);
  }

  #arm(delay: number): void {
    this.#timer?.cancel();
    this.#timer = this.#runtime.after(delay, () => {
      this.#timer = undefined;
      this.#heartbeatIsDue();
    });
  }

  #heartbeatIsDue(): void {
    if (this.#state !== 'Follower' || this.#session !== undefined) return;
    if (this.#contactAt !== undefined && this.#runtime.now - this.#contactAt < heartbeatTimeout)
      return this.#arm(this.#freshDelay());
    // Without a vote it waits for a leader to find it, for as long as that takes.
    if (hasVote(this.configurations.latest, this.station.id)) return this.#stand();
    this.leaderId = '';
    this.leaderAddress = '';
    this.#events.changed();
  }

  #stand(): void {
    this.#become('Candidate');
    this.#candidacy = new Candidacy({
      station: this.station,
      hostAddress: this.hostAddress,
      wire: this.#wire,
      disk: this.disk,
      configurations: this.configurations,
      isTransfer: this.#isHeir,
      won: () => this.#lead(),
      outran: (term) => {
        this.#isHeir = false;
        this.#become('Follower');
        this.disk.term = term;
      },
    });
    this.#candidacy.begin();
    this.#timer?.cancel();
    this.#timer = this.#runtime.after(this.#chance.between(electionTimeout, 2 * electionTimeout), () => {
      this.#timer = undefined;
      this.#isHeir = false;
      if (this.#state === 'Candidate') this.#stand();
    });
  }

  #lead(): void {
    this.#become('Leader');
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isHeir = false;
    this.leaderId = this.station.id;
    this.leaderAddress = this.hostAddress;
    this.#leadership = new Leadership(this.#office());
    this.#events.led(this.disk.term);
    this.#leadership.begin();
    this.#events.changed();
  }

  #office(): Office {
    const commitIndex = (): number => this.commitIndex;
    return {
      station: this.station,
      hostAddress: this.hostAddress,
      wire: this.#wire,
      chance: this.#chance,
      disk: this.disk,
      configurations: this.configurations,
      get commitIndex() {
        return commitIndex();
      },
      store: (payload) => this.#store(payload),
      commitTo: (index) => this.#commit(index),
      stepDown: () => this.#become('Follower'),
      opened: (session) => this.#events.opened(session),
    };
  }

  #store(payload: Payload): Entry | undefined {
    if (this.isStuck) return undefined;
    const { lastIndex, term } = this.disk;
    const entry: Entry = { index: lastIndex + 1, term, lineage: this.disk.entry(lastIndex)?.lineage ?? 0, payload };
    this.disk.append([entry]);
    return entry;
  }
}
