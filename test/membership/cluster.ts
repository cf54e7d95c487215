import { raftClusterStatus } from '../../src/api/raftcluster.ts';
import type { Context } from '../../src/membership/clauses/question.ts';
import { contextOf } from '../../src/membership/context.ts';
import { decide } from '../../src/membership/decide.ts';
import type { Decision } from '../../src/membership/decide.ts';
import type { Intention, RemovalOrder } from '../../src/membership/order.ts';
import { World } from './world.ts';

/** Three pods of StatefulSet `arc` in a store of three voters, all well, unless told otherwise. */
export function cluster(): Cluster {
  return new Cluster();
}

/** Five voters of which the set wants three: `arc-4` and `arc-3` are gone. Both have settled, and `arc-4` is next. */
export function scaledDown(): Cluster {
  return cluster().set('arc', { replicas: 3 }).voters(5);
}

/** A world with the operator in it. Every status that it writes is one that the API server takes. */
export class Cluster extends World {
  /** Lets the settling delay pass, with a look at its beginning and one soon after, as the operator takes them. */
  settled(): this {
    this.pass();
    this.after(300).pass();
    return this.after(this.settings().delay);
  }

  /** One pass on cached reads; its status and memory are kept. */
  pass(): Decision<Intention> {
    return this.#keep(decide(this.observe(), this.memory, this.now(), this.environment));
  }

  /** One pass on fresh reads. */
  freshPass(): Decision<RemovalOrder> {
    return this.#keep(decide(this.fresh(), this.memory, this.now(), this.environment));
  }

  context(): Context {
    return contextOf(this.observe(), this.settings(), this.memory, this.now(), this.environment);
  }

  /** `Blocked QuorumGuard`, and `, to be removed` if this pass would have it removed. */
  verdictOn(id: string): string {
    const { status, effect } = this.pass();
    const row = status.members?.find((member) => member.id === id);
    const said = row ? `${row.verdict} ${row.reason}` : 'not shown';
    return effect?.id === id ? `${said}, to be removed` : said;
  }

  /** Begins the removal of whoever is next, as the operator does: a record, then the request. */
  send(): RemovalOrder {
    const { effect } = this.freshPass();
    if (!effect) throw new Error('nobody is next');
    const { monotonic } = this.now();
    const flight = {
      member: effect.id,
      startedAt: effect.record.startedAt,
      seenAt: monotonic,
      sentAt: monotonic,
      answer: undefined,
      isOver: true,
      proof: undefined,
    };
    this.memory = { ...this.memory, flight };
    return effect;
  }

  #keep<Effect>(decision: Decision<Effect>): Decision<Effect> {
    raftClusterStatus.strict().parse(decision.status);
    if (!(decision.wakeAt > this.now().monotonic))
      throw new Error(`wakes at ${decision.wakeAt}, now is ${this.now().monotonic}`);
    this.status = decision.status;
    this.memory = decision.memory;
    return decision;
  }
}
