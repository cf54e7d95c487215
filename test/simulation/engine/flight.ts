import type { Clock, Timer } from '../../../src/ports/clock.ts';
import { HttpError, type HttpErrorCode } from '../../../src/ports/http-error.ts';
import type { HttpAnswer, HttpRequest, HttpStream } from '../../../src/ports/http.ts';
import type { Exchange, Passage } from './exchange.ts';
import type { Arrival, Outlet } from './host.ts';
import type { Network } from './network.ts';
import { Pieces } from './pieces.ts';
import type { SimulatedProcess } from './process.ts';

interface Connecting {
  readonly isNew: boolean;
  readonly connectTimeout: number;
}

const encoder = new TextEncoder();

/** One request from the client's call to its answer, with all that can happen on the way. */
export class Flight {
  readonly request: HttpRequest;
  readonly #process: SimulatedProcess;
  readonly #answer = Promise.withResolvers<HttpAnswer>();
  readonly #streamed = Promise.withResolvers<HttpStream>();
  readonly #done: () => void;
  #landing: ((isReusable: boolean) => void) | undefined;
  readonly #gone: (() => void)[] = [];
  #pieces: Pieces | undefined;
  #timer: Timer | undefined;
  #report: ((code: string) => void) | undefined;
  #isOver = false;
  readonly #abort = (): void => this.fail('aborted', `${this.request.origin}: given up`);

  constructor(request: HttpRequest, process: SimulatedProcess, done: () => void) {
    this.request = request;
    this.#process = process;
    this.#done = done;
    this.#answer.promise.catch(() => {});
    this.#streamed.promise.catch(() => {});
    if (request.signal?.aborted === true) this.#abort();
    else request.signal?.addEventListener('abort', this.#abort, { once: true });
  }

  get answer(): Promise<HttpAnswer> {
    return this.#answer.promise;
  }

  get streamed(): Promise<HttpStream> {
    return this.#streamed.promise;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The request's own deadline, on the clock of its process. */
  expectBy(clock: Clock, isStream: boolean): void {
    if (this.#isOver) return;
    const what = isStream ? 'no headers' : 'no answer';
    const expire = (): void =>
      this.fail('timeout', `${this.request.origin}: ${what} within ${this.request.timeout} ms`);
    this.#timer = clock.after(this.request.timeout, expire);
  }

  /** Called once when the connection is free again, with whether it may be used again. */
  onLanding(action: (isReusable: boolean) => void): void {
    this.#landing = action;
  }

  travel(network: Network, exchange: Exchange, { isNew, connectTimeout }: Connecting): void {
    this.#report = (code) => network.failed(exchange, code);
    const passage = network.passage(exchange);
    const { timeline } = network;
    const host = network.hostAt(exchange.origin);
    if (passage.fate === 'refused' || host === undefined) {
      timeline.after(passage.there, () => this.#fails('refused', 'connection refused'));
      return;
    }
    if (passage.fate === 'lost') {
      if (isNew)
        timeline.after(connectTimeout, () => this.#fails('timeout', `no connection within ${connectTimeout} ms`));
      return;
    }
    if (passage.fate === 'resetBefore') {
      timeline.after(passage.there, () => this.#fails('reset', 'connection reset'));
      return;
    }
    timeline.after(passage.there, () => {
      // Who crashed after the write has written; who listened when it was written may be gone.
      if (network.hostAt(exchange.origin) !== host) return this.#fails('reset', 'connection reset');
      network.arrived(exchange);
      host.receive(this.#arrival(network, exchange, passage));
    });
  }

  fail(code: HttpErrorCode, message: string): void {
    if (this.#isOver) return;
    const error = new HttpError(code, message);
    this.#pieces?.fail(error);
    this.#answer.reject(error);
    this.#streamed.reject(error);
    this.#report?.(code);
    this.#over(false);
    for (const action of this.#gone.splice(0)) action();
  }

  /** Its process has crashed. */
  abandon(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer?.cancel();
    // Node keeps a signal made by `AbortSignal.any` for as long as somebody listens to it, and with it the whole world.
    this.request.signal?.removeEventListener('abort', this.#abort);
    for (const action of this.#gone.splice(0)) action();
  }

  #arrival(network: Network, exchange: Exchange, passage: Passage): Arrival {
    let isAnswered = false;
    const once = (): void => {
      if (isAnswered) throw new Error(`${exchange.method} ${exchange.path} is answered twice`);
      isAnswered = true;
    };
    const isCut = passage.fate === 'answerLost' || passage.fate === 'resetAfter';
    const back = (action: () => void): void => {
      if (passage.fate === 'resetAfter')
        network.timeline.after(passage.back, () => this.#fails('reset', 'connection reset'));
      else if (!isCut) network.timeline.after(passage.back, () => this.#process.deliver(action));
    };
    return {
      method: exchange.method,
      path: exchange.path,
      headers: exchange.headers,
      body: exchange.body,
      from: exchange.process.name,
      answer: (status, body, headers = {}) => {
        once();
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        network.answered(exchange, status, text);
        back(() => {
          if (this.#isOver) return;
          network.delivered(exchange, status);
          // Whoever looks on may have crashed the process: its code does not run then.
          if (this.isOver) return;
          this.#arrive(status, text, { 'content-type': 'application/json', ...headers });
        });
      },
      stream: (status) => {
        once();
        network.answered(exchange, status, '');
        return this.#open(network, exchange, passage, status, back);
      },
      reset: () => network.timeline.after(passage.back, () => this.#fails('reset', 'connection reset')),
      onGone: (action) => void (this.#isOver ? action() : this.#gone.push(action)),
    };
  }

  #arrive(status: number, text: string, headers: Readonly<Record<string, string>>): void {
    const { origin, maxBytes } = this.request;
    // In UTF-8 it is at least as long: what is far too long need not be encoded to know.
    const body = text.length > maxBytes ? undefined : encoder.encode(text);
    if (body === undefined || body.length > maxBytes) return this.fail('tooLarge', `${origin}: the body is too large`);
    this.#over(true);
    this.#answer.resolve({ status, headers, body });
    this.#streamed.resolve({ status, headers, body: Pieces.of(body) });
  }

  #open(
    network: Network,
    exchange: Exchange,
    passage: Passage,
    status: number,
    back: (action: () => void) => void,
  ): Outlet {
    const pieces = new Pieces(() => this.fail('aborted', `${this.request.origin}: the reader has gone`));
    this.#pieces = pieces;
    back(() => {
      if (this.#isOver) return;
      network.delivered(exchange, status);
      if (this.isOver) return;
      this.#timer?.cancel();
      this.#streamed.resolve({ status, headers: {}, body: pieces });
    });
    if (passage.breaksAfter !== undefined) {
      network.timeline.after(passage.breaksAfter, () => {
        this.#process.deliver(() => {
          if (!this.#isOver) pieces.push(encoder.encode('{"type":"MODIFIED","obj'));
        });
        this.#fails('reset', 'connection reset');
      });
    }
    return {
      write: (text) => back(() => void (this.#isOver || pieces.push(encoder.encode(text)))),
      end: () =>
        back(() => {
          if (this.#isOver) return;
          pieces.end();
          this.#over(true);
        }),
      reset: () => this.#fails('reset', 'connection reset'),
    };
  }

  /** As seen by the client's code, in its own turn. */
  #fails(code: HttpErrorCode, message: string): void {
    this.#process.deliver(() => this.fail(code, `${this.request.origin}: ${message}`));
  }

  #over(isReusable: boolean): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.request.signal?.removeEventListener('abort', this.#abort);
    this.#landing?.(isReusable);
    this.#done();
  }
}
