import type { Kind } from '../storage/kinds.ts';
import type { Reason } from '../storage/refusal.ts';
import type { Change } from '../storage/stored.ts';
import type { Call } from './call.ts';

/** What goes wrong with one call. */
export type Trouble =
  /** Answered with an error instead of being done. */
  | { readonly kind: 'refused'; readonly reason: Reason; readonly retryAfterSeconds?: number }
  /** Done, and answered with an error all the same. */
  | { readonly kind: 'failedAfterEffect'; readonly reason: Reason }
  /** Never answered, and not done. */
  | { readonly kind: 'silent' };

/** What is wrong with an API server. Nothing, unless somebody turns a knob. */
export class Troubles {
  /** Asked once for every call. */
  of: (call: Call) => Trouble | undefined = () => undefined;
  /** Tokens or processes that are not known (401), and that may do nothing (403). */
  readonly unauthorized = new Set<string>();
  readonly forbidden = new Set<string>();
  /** Kinds whose definition is not installed. */
  readonly missing = new Set<Kind>();
  /** `sendInitialEvents`: known; answered 422 as by a server without WatchList; or ignored as by an older one. */
  watchLists: 'known' | 'refused' | 'ignored' = 'known';
  /** How a watch from a version that is too old is told so. */
  goneAs: 'event' | 'answer' = 'event';
  /** Whether a watch leaves out a change, as if it had read the whole state anew after the next one. */
  withholds: (change: Change, call: Call) => boolean = () => false;

  /** The first of all that applies. */
  befalling(call: Call): Trouble | undefined {
    const isIn = (set: ReadonlySet<string>): boolean => set.has(call.identity) || set.has(call.from);
    if (isIn(this.unauthorized)) return { kind: 'refused', reason: 'Unauthorized' };
    if (isIn(this.forbidden)) return { kind: 'refused', reason: 'Forbidden' };
    return this.of(call);
  }
}
