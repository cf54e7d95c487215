import { HttpError } from '../../../src/ports/http-error.ts';
import type {
  HttpAnswer,
  HttpClient,
  HttpClientOptions,
  HttpRequest,
  HttpStream,
  NotSent,
} from '../../../src/ports/http.ts';
import type { Exchange } from './exchange.ts';
import { Flight } from './flight.ts';
import type { Network } from './network.ts';
import type { SimulatedProcess } from './process.ts';

/** Milliseconds that an idle connection is kept, as in production (`http-undici.ts`). */
const keepAlive = 10_000;

/** The connections to one origin. */
interface Lanes {
  busy: number;
  /** When each idle connection was used last, oldest first. */
  idle: number[];
  readonly queue: (() => void)[];
}

/** The HTTP port of one process: the promises of `HttpClient` over the simulated network. */
export class SimulatedHttpClient implements HttpClient {
  readonly #network: Network;
  readonly #process: SimulatedProcess;
  readonly #options: HttpClientOptions;
  readonly #lanes = new Map<string, Lanes>();
  readonly #flights = new Set<Flight>();
  #isClosed = false;

  constructor(network: Network, process: SimulatedProcess, options: HttpClientOptions) {
    this.#network = network;
    this.#process = process;
    this.#options = options;
    process.onEnd(() => this.#end());
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    return this.#fly(request, false, false).answer;
  }

  async sendNow(request: HttpRequest, mayStillSend: () => boolean): Promise<HttpAnswer | NotSent> {
    if (this.#options.connections !== 1) throw new TypeError('sendNow needs a client with one connection an origin');
    if (request.signal?.aborted === true) throw new HttpError('aborted', `${request.origin}: given up`);
    const lanes = this.#to(request.origin);
    if (this.#isClosed || lanes.busy > 0 || lanes.idle.length === 0) return { notSent: 'noOpenConnection' };
    if (!mayStillSend()) return { notSent: 'tooLate' };
    return this.#fly(request, false, true).answer;
  }

  async stream(request: HttpRequest): Promise<HttpStream> {
    return this.#fly(request, true, false).streamed;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const flight of this.#flights) flight.fail('closed', `${flight.request.origin}: the client was closed`);
    for (const lanes of this.#lanes.values()) lanes.idle = [];
  }

  #fly(request: HttpRequest, isStream: boolean, isOpen: boolean): Flight {
    const flight = new Flight(request, this.#process, () => this.#landed(flight));
    if (this.#isClosed) {
      flight.fail('closed', `${request.origin}: the client was closed`);
      return flight;
    }
    this.#flights.add(flight);
    flight.expectBy(this.#process.clock, isStream);
    const lanes = this.#to(request.origin);
    const start = (): void => this.#start(flight, lanes, isStream);
    if (isOpen || lanes.busy < this.#options.connections) start();
    else lanes.queue.push(start);
    return flight;
  }

  #start(flight: Flight, lanes: Lanes, isStream: boolean): void {
    const network = this.#network;
    if (!this.#process.isAlive) return;
    if (flight.isOver) return this.#nextIn(lanes);
    lanes.busy++;
    const isNew = lanes.idle.pop() === undefined;
    const { request } = flight;
    const exchange: Exchange = {
      number: network.next(),
      process: this.#process,
      method: request.method,
      origin: request.origin,
      path: request.path,
      headers: request.headers ?? {},
      body: request.body,
      isStream,
      sentAt: network.timeline.now,
    };
    network.sending(exchange);
    if (!this.#process.isAlive) return;
    flight.onLanding((isReusable) => {
      lanes.busy--;
      if (isReusable && !this.#isClosed) this.#keep(lanes);
      this.#nextIn(lanes);
    });
    flight.travel(network, exchange, { isNew, connectTimeout: this.#options.connectTimeout });
  }

  /** An idle connection is closed when nobody uses it for long enough. */
  #keep(lanes: Lanes): void {
    const since = this.#network.timeline.now;
    lanes.idle.push(since);
    this.#network.timeline.after(keepAlive, () => {
      const index = lanes.idle.indexOf(since);
      if (index >= 0) lanes.idle.splice(index, 1);
    });
  }

  #nextIn(lanes: Lanes): void {
    if (lanes.busy < this.#options.connections) lanes.queue.shift()?.();
  }

  #landed(flight: Flight): void {
    this.#flights.delete(flight);
  }

  #end(): void {
    for (const flight of this.#flights) flight.abandon();
  }

  #to(origin: string): Lanes {
    const known = this.#lanes.get(origin);
    if (known !== undefined) return known;
    const lanes: Lanes = { busy: 0, idle: [], queue: [] };
    this.#lanes.set(origin, lanes);
    return lanes;
  }
}
