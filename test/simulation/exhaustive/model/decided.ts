import { decide } from '../../../../src/membership/decide.ts';
import { cachedObservation, freshObservation } from './observed.ts';
import type { Answers, Look } from './observed.ts';
import { condense, deciding, recall } from './recalled.ts';
import type { Recalled } from './recalled.ts';

/** What the operator concludes, as far as states keep it. */
export interface Decided {
  readonly memory: Omit<Recalled, 'isAnswered'>;
  /** The member of `status.removal` as it would be written. */
  readonly removal: number | undefined;
  /** The member that it means to remove, or, after fresh reads, is to. */
  readonly effect: number | undefined;
  /** A record that ended. */
  readonly ended: { readonly member: number; readonly result: string } | undefined;
}

const moment = { monotonic: deciding, wall: Date.UTC(2027, 0, 1) };

/** What is remembered at most, for the sake of memory. */
const mostKnown = 1_000_000;

/** Decides with the product, once for all that looks the same. */
export class Decisions {
  readonly #environment;
  readonly #known = new Map<string, Decided>();
  #made = 0;

  constructor(signOfLife: boolean) {
    // A tick is a little longer than the two intervals after which the stamps of a member can be compared.
    const heartbeatInterval = signOfLife ? 4900 : null;
    this.#environment = { traits: { heartbeatInterval, longestAct: 15_000, leavesRecords: false }, holder: 'operator' };
  }

  /** How often the product was asked. */
  get made(): number {
    return this.#made;
  }

  decide(look: Look, memory: Recalled, isFresh: boolean): Decided {
    const { replicas, observed, pods, answers, removal } = look;
    const key = `${Number(isFresh)}${Number(observed)}${replicas} ${pods} ${keyOf(answers)} ${removal} ${memory.sightings}${Number(memory.heardNow)}${memory.flight}${Number(memory.isProven)}${Number(memory.isAnswered)} ${memory.failures}`;
    const known = this.#known.get(key);
    if (known) return known;
    const decided = this.#decide(look, memory, isFresh);
    this.#made++;
    if (this.#known.size === mostKnown) this.#known.clear();
    this.#known.set(key, decided);
    return decided;
  }

  #decide(look: Look, before: Recalled, isFresh: boolean): Decided {
    const memory = recall(before, look.removal, look.answers.leader ?? 0);
    const decision = isFresh
      ? decide(freshObservation(look), memory, moment, this.#environment)
      : decide(cachedObservation(look), memory, moment, this.#environment);
    const { removal, removals } = decision.status;
    const ended = removals?.at(-1);
    return {
      memory: condense(decision.memory, before),
      removal: removal && ordinalOf(removal.member),
      effect: decision.effect && ordinalOf(decision.effect.id),
      ended: ended && { member: ordinalOf(ended.member), result: ended.result },
    };
  }
}

function keyOf({ late, leader, members, pending, answering }: Answers): string {
  return `${Number(late)}${leader}${pending} ${members} ${answering}`;
}

function ordinalOf(id: string): number {
  return Number(id.slice('arc-'.length));
}
