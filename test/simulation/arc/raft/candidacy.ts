import { hasVote, quorumOf, votersOf } from './configuration.ts';
import type { Configurations } from './configurations.ts';
import type { Disk } from './disk.ts';
import type { VoteReply, VoteRequest } from '../wire/messages.ts';
import type { Station, Wire } from '../wire/wire.ts';

interface CandidacyOptions {
  readonly station: Station;
  readonly hostAddress: string;
  readonly wire: Wire;
  readonly disk: Disk;
  readonly configurations: Configurations;
  readonly isTransfer: boolean;
  readonly won: () => void;
  /** Somebody knows a newer term. */
  readonly outran: (term: number) => void;
}

/** One node standing for one term (hashicorp/raft v1.6.0, `electSelf`). There is no pre-vote: each try is a term more. */
export class Candidacy {
  readonly #options: CandidacyOptions;
  readonly #term: number;
  #granted = 0;
  #isOver = false;

  constructor(options: CandidacyOptions) {
    this.#options = options;
    this.#term = ++options.disk.term;
  }

  begin(): void {
    const { station, hostAddress, wire, disk, configurations, isTransfer } = this.#options;
    const { id } = station;
    const { lastIndex: lastLogIndex, lastTerm: lastLogTerm } = disk;
    const candidate = { candidate: id, candidateAddress: hostAddress };
    const request: VoteRequest = { term: this.#term, ...candidate, lastLogIndex, lastLogTerm, isTransfer };
    if (hasVote(configurations.latest, id)) {
      disk.vote = { term: this.#term, candidate: id };
      station.runtime.after(0.1, () => this.#count({ term: this.#term, isGranted: true }));
    }
    for (const voter of votersOf(configurations.latest)) {
      if (voter.id === id) continue;
      wire.ask(
        station,
        voter.address,
        (server) => server.vote(request),
        (reply) => this.#count(reply),
      );
    }
  }

  end(): void {
    this.#isOver = true;
  }

  #count(reply: VoteReply): void {
    if (this.#isOver) return;
    if (reply.term > this.#term) return this.#options.outran(reply.term);
    if (reply.isGranted && ++this.#granted === quorumOf(this.#options.configurations.latest)) this.#options.won();
  }
}
