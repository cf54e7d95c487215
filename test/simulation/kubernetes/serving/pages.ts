import { apiVersionOf, factsOf } from '../storage/kinds.ts';
import { Refusal } from '../storage/refusal.ts';
import type { Stored } from '../storage/stored.ts';
import type { Call } from './call.ts';

/** The rest of a list that is read in pages: all of them show the state at the first. */
interface Rest {
  readonly items: readonly Stored[];
  readonly revision: number;
}

/** Lists, whole or page by page. */
export class Pages {
  readonly #rests = new Map<string, Rest>();
  #count = 0;

  /** One page of `items`, which is the whole list as of `revision`. */
  first(call: Call, items: readonly Stored[], revision: number): string {
    return this.#page(call, { items, revision });
  }

  /** The page after another one. Throws `Expired` for a token that the server no longer knows. */
  next(call: Call, token: string): string {
    const rest = this.#rests.get(token);
    if (rest === undefined) throw new Refusal('Expired', 'The provided continue parameter is too old');
    return this.#page(call, rest);
  }

  /** Forgets all that somebody is in the middle of. */
  expire(): void {
    this.#rests.clear();
  }

  #page({ kind, query }: Call, { items, revision }: Rest): string {
    const limit = Number(query.get('limit') ?? '0') || items.length;
    const rest = items.slice(limit);
    const more = rest.length === 0 ? {} : { continue: this.#keep({ items: rest, revision }) };
    const metadata = JSON.stringify({ resourceVersion: String(revision), ...more });
    const texts = items.slice(0, limit).map(({ text }) => text);
    const head = `"kind":"${factsOf(kind).kind}List","apiVersion":"${apiVersionOf(kind)}"`;
    return `{${head},"metadata":${metadata},"items":[${texts.join(',')}]}`;
  }

  #keep(rest: Rest): string {
    const token = `page-${++this.#count}`;
    this.#rests.set(token, rest);
    return token;
  }
}
