import type { Clock, Timer } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import { formatMicroTime } from '../ports/wall-time.ts';
import { Backoff } from './backoff.ts';
import type { KubeClient, Writable } from './kube-client.ts';
import { KubeError, type KubeErrorCode } from './kube-error.ts';
import { events } from './resource.ts';

/** The object that an event is about. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface EventNote {
  readonly regarding: ObjectReference;
  readonly type: 'Normal' | 'Warning';
  /** Why, in UpperCamelCase: what people filter by. */
  readonly reason: string;
  /** What was done or tried, in UpperCamelCase. */
  readonly action: string;
  /** For people; cut at 1 kB. */
  readonly note: string;
}

export interface EventRecorderOptions {
  readonly client: Pick<KubeClient, 'create' | 'patch'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Who reports, as a qualified name: `raftcluster.dev/operator`. */
  readonly controller: string;
  /** Which process reports. */
  readonly instance: string;
}

/** One event and its repeats: one object on the server. Times on the monotonic clock, but for `lastWall`. */
interface Series {
  readonly event: EventNote;
  readonly key: string;
  readonly name: string;
  readonly firstWall: number;
  count: number;
  last: number;
  lastWall: number;
  /** The count that the server has; 0 before the event exists there. */
  written: number;
  nextWrite: number;
  timer: Timer | undefined;
}

/** Milliseconds within which the same event counts as a repeat, as in client-go. */
const seriesWindow = 6 * 60_000;
/** Milliseconds between two writes of one series. */
const seriesPause = 30_000;
/** How many series wait to be written, and how many are remembered for their repeats. */
const longestQueue = 500;
const mostSeries = 2_000;
const requestTimeout = 5_000;
const mostAttempts = 3;
/** Bytes; the API server refuses a longer note. */
const longestNote = 1024;

/**
 * Records events (`events.k8s.io/v1`) in the background, one request at a time. Recording never fails and never waits:
 * what cannot be delivered is counted and logged, since events are advice to people, not state.
 */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #series = new Map<string, Series>();
  readonly #queue = new Set<Series>();
  readonly #closing = new AbortController();
  readonly #backoff: Backoff;
  #delivery: Promise<void> | undefined;
  #lost = 0;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  /** How many events or repeats were given up. */
  get lost(): number {
    return this.#lost;
  }

  record(event: EventNote): void {
    const { monotonic: now, wall } = this.#options.clock.now();
    const key = JSON.stringify([event.regarding.uid, event.type, event.reason, event.action, event.note]);
    const known = this.#series.get(key);
    if (known === undefined || now - known.last >= seriesWindow) {
      this.#schedule(this.#begin(event, key, now, wall));
      return;
    }
    known.count += 1;
    known.last = now;
    known.lastWall = wall;
    this.#schedule(known);
  }

  /** Delivers what is waiting, for at most `timeout` milliseconds; nothing is delivered afterwards. */
  async flush(timeout: number): Promise<void> {
    const timer = this.#options.clock.after(timeout, () => this.#closing.abort());
    await this.#delivery;
    // Repeats that would have waited for their turn.
    for (const series of this.#series.values()) {
      series.timer?.cancel();
      if (series.count > series.written && !this.#closing.signal.aborted) this.#enqueue(series);
    }
    await this.#delivery;
    timer.cancel();
    this.#closing.abort();
  }

  #begin(event: EventNote, key: string, now: number, wall: number): Series {
    const id = this.#options.random.uuid().replaceAll('-', '').slice(0, 16);
    const name = `${event.regarding.name.slice(0, 200)}.${id}`;
    const times = {
      firstWall: wall,
      last: now,
      lastWall: wall,
      nextWrite: now,
    };
    const series = {
      event,
      key,
      name,
      ...times,
      count: 1,
      written: 0,
      timer: undefined,
    };
    // Re-inserted, so that the map is in the order of the last beginnings and the oldest is forgotten first.
    this.#series.delete(key);
    this.#series.set(key, series);
    const [oldest] = this.#series.keys();
    if (this.#series.size > mostSeries && oldest !== undefined) this.#series.delete(oldest);
    return series;
  }

  #schedule(series: Series): void {
    if (series.timer !== undefined) return;
    const wait = series.nextWrite - this.#options.clock.now().monotonic;
    if (wait <= 0) this.#enqueue(series);
    else series.timer = this.#options.clock.after(wait, () => this.#enqueue(series));
  }

  #enqueue(series: Series): void {
    series.timer = undefined;
    if (this.#closing.signal.aborted || (this.#queue.size >= longestQueue && !this.#queue.has(series))) {
      this.#lost += 1;
      this.#series.delete(series.key);
      return;
    }
    this.#queue.add(series);
    this.#delivery ??= this.#deliverAll();
  }

  async #deliverAll(): Promise<void> {
    for (const series of this.#queue) {
      if (this.#closing.signal.aborted) break;
      this.#queue.delete(series);
      // Somebody may have asked for it again while it was being written.
      if (series.count > series.written) await this.#deliver(series);
    }
    this.#lost += this.#queue.size;
    this.#queue.clear();
    this.#delivery = undefined;
  }

  async #deliver(series: Series): Promise<void> {
    const { signal } = this.#closing;
    for (let attempt = 1; ; attempt += 1) {
      const error = await this.#write(series, signal);
      if (error === undefined) return this.#backoff.reset();
      if (attempt === mostAttempts || !transient.has(error.code) || signal.aborted) {
        this.#giveUp(series, error);
        return;
      }
      await this.#options.clock.sleep(this.#backoff.next(longestBackoff, error.retryAfter), signal).catch(() => {});
    }
  }

  async #write(series: Series, signal: AbortSignal): Promise<KubeError | undefined> {
    const { client, clock } = this.#options;
    const { count, event, name, written } = series;
    const { namespace } = event.regarding;
    const options = { timeout: requestTimeout, signal };
    try {
      if (written === 0) await client.create(events, this.#toObject(series), options);
      else await client.patch(events, { namespace, name }, { series: toSeries(series) }, options);
    } catch (thrown) {
      const error = KubeError.from(thrown, `event ${name}`);
      // An earlier attempt whose answer was lost.
      if (error.code !== 'alreadyExists') return error;
    }
    series.written = count;
    series.nextWrite = clock.now().monotonic + seriesPause;
    if (series.count > count) this.#schedule(series);
    return undefined;
  }

  #giveUp(series: Series, { code, message }: KubeError): void {
    const { log } = this.#options;
    const { reason, regarding } = series.event;
    this.#lost += 1;
    this.#series.delete(series.key);
    const about = {
      kind: regarding.kind,
      namespace: regarding.namespace,
      name: regarding.name,
      reason,
    };
    log.warn({ ...about, code, error: message }, 'An event was not recorded');
  }

  #toObject(series: Series): Writable {
    const { event, name, firstWall, count } = series;
    const { namespace } = event.regarding;
    return {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { namespace, name },
      eventTime: formatMicroTime(firstWall),
      reportingController: this.#options.controller,
      reportingInstance: cut(this.#options.instance, longestInstance),
      type: event.type,
      reason: event.reason,
      action: event.action,
      note: cut(event.note, longestNote),
      regarding: event.regarding,
      ...(count > 1 ? { series: toSeries(series) } : {}),
    };
  }
}

const longestBackoff = 10_000;
const longestInstance = 128;
const transient: ReadonlySet<KubeErrorCode> = new Set(['throttled', 'unavailable', 'timeout', 'network', 'internal']);

function toSeries({ count, lastWall }: Series): object {
  return { count, lastObservedTime: formatMicroTime(lastWall) };
}

/** At most `limit` bytes of UTF-8, ending in an ellipsis where something is missing. */
function cut(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return text;
  const ellipsis = '…';
  const room = limit - new TextEncoder().encode(ellipsis).length;
  // A character that is cut in two decodes to U+FFFD or, in streaming mode, to nothing.
  return new TextDecoder().decode(bytes.subarray(0, room), { stream: true }) + ellipsis;
}
