import type { Timer } from '../../../../src/ports/clock.ts';
import type { Outlet } from '../../engine/host.ts';
import type { Timeline } from '../../engine/timeline.ts';
import { apiVersionOf, factsOf } from '../storage/kinds.ts';
import { Refusal } from '../storage/refusal.ts';
import type { Change, Stored } from '../storage/stored.ts';
import type { Call } from './call.ts';
import type { Selection } from './selection.ts';

/** Milliseconds between two bookmarks. */
const bookmarkPeriod = 60_000;

export interface WatchStreamOptions {
  readonly call: Call;
  readonly outlet: Outlet;
  readonly selects: Selection;
  readonly timeline: Timeline;
  /** Milliseconds by which each event is late. */
  readonly lag: () => number;
  /** The newest revision that the server behind it has seen. */
  readonly frontier: () => number;
  /** Nothing up to here is sent: the client has it. */
  readonly from: number;
}

interface Line {
  readonly text: string;
  readonly revision: number;
  readonly due: number;
}

/** One watch on its way to one client: in order, some of it late, with a bookmark a minute if the client asked for them. */
export class WatchStream {
  readonly call: Call;
  readonly #options: WatchStreamOptions;
  readonly #lines: Line[] = [];
  #timer: Timer | undefined;
  #bookmark: Timer | undefined;
  #last = 0;
  #isFrozen = false;
  #isOver = false;

  constructor(options: WatchStreamOptions) {
    this.call = options.call;
    this.#options = options;
    if (options.call.query.get('allowWatchBookmarks') === 'true') this.#bookmarkLater();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The state that a watch without a version begins with, then the mark of its end if it was asked for. */
  begin(state: readonly Stored[], revision: number, marksEnd: boolean): void {
    for (const stored of state) this.#put(event('ADDED', stored.text), 0);
    if (marksEnd) this.#put(bookmark(this.call, revision, true), 0);
  }

  take(change: Change): void {
    const { from, selects } = this.#options;
    if (change.revision <= from) return;
    const was = change.before !== undefined && selects(change.before);
    const is = change.after !== undefined && selects(change.after);
    if (!was && !is) return;
    const type = is ? (was ? 'MODIFIED' : 'ADDED') : 'DELETED';
    this.#put(event(type, change.shown.text), change.revision);
  }

  /** Silent from now on, as a connection whose packets are dropped; `thaw` lets all of it through, late. */
  freeze(): void {
    this.#isFrozen = true;
  }

  thaw(): void {
    this.#isFrozen = false;
    this.#flush();
  }

  /** The server no longer has what this watch needs. */
  expire(): void {
    const gone = new Refusal('Expired', 'too old resource version');
    this.#options.outlet.write(event('ERROR', JSON.stringify(gone.toStatus())));
    this.end();
  }

  /** As a server ends a watch that has lasted long enough. */
  end(): void {
    if (this.#isOver) return;
    this.stop();
    this.#options.outlet.end();
  }

  reset(): void {
    if (this.#isOver) return;
    this.stop();
    this.#options.outlet.reset();
  }

  /** The client has gone. */
  stop(): void {
    this.#isOver = true;
    this.#bookmark?.cancel();
    this.#timer?.cancel();
    this.#lines.length = 0;
  }

  #put(text: string, revision: number): void {
    if (this.#isOver) return;
    const { timeline, lag } = this.#options;
    this.#last = Math.max(this.#last, timeline.now + lag());
    this.#lines.push({ text, revision, due: this.#last });
    this.#flush();
  }

  #flush(): void {
    const { timeline, outlet } = this.#options;
    if (this.#isFrozen || this.#isOver) return;
    for (let line = this.#lines[0]; line !== undefined; line = this.#lines[0]) {
      if (line.due > timeline.now) {
        this.#timer ??= timeline.at(line.due, () => {
          this.#timer = undefined;
          this.#flush();
        });
        return;
      }
      this.#lines.shift();
      outlet.write(line.text);
    }
  }

  #bookmarkLater(): void {
    const { timeline, outlet, frontier, from } = this.#options;
    this.#bookmark = timeline.after(bookmarkPeriod, () => {
      const [next] = this.#lines;
      const revision = next === undefined ? frontier() : Math.min(frontier(), next.revision - 1);
      if (!this.#isFrozen && revision >= from) outlet.write(bookmark(this.call, revision, false));
      this.#bookmarkLater();
    });
  }
}

function event(type: string, object: string): string {
  return `{"type":"${type}","object":${object}}\n`;
}

function bookmark({ kind }: Call, revision: number, endsInitialEvents: boolean): string {
  const annotations = endsInitialEvents ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: String(revision), creationTimestamp: null, ...annotations };
  return event('BOOKMARK', JSON.stringify({ kind: factsOf(kind).kind, apiVersion: apiVersionOf(kind), metadata }));
}
