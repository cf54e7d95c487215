import type { CreateHttpClient } from '../../../src/ports/http.ts';
import type { Exchange, Passage, Tap } from './exchange.ts';
import type { Host } from './host.ts';
import type { SimulatedProcess } from './process.ts';
import { SimulatedHttpClient } from './simulated-http-client.ts';
import type { Timeline } from './timeline.ts';

export type Route = (exchange: Exchange) => Passage;

/** Who listens where, what the way does to a request, and who watches. */
export class Network {
  readonly timeline: Timeline;
  readonly #hosts = new Map<string, Host>();
  readonly #taps: Tap[] = [];
  #route: Route;
  #count = 0;

  constructor(timeline: Timeline, route: Route = () => ({ there: 0.2, back: 0.2, fate: 'arrives' })) {
    this.timeline = timeline;
    this.#route = route;
  }

  attach(origin: string, host: Host): void {
    this.#hosts.set(origin, host);
  }

  /** Nobody listens there any more; what that host still answers to is its own affair. */
  detach(origin: string): void {
    this.#hosts.delete(origin);
  }

  tap(tap: Tap): void {
    this.#taps.push(tap);
  }

  /** What decides the passage of every exchange from now on. */
  route(route: Route): void {
    this.#route = route;
  }

  /** How HTTP reaches the code of a process. */
  clientsOf(process: SimulatedProcess): CreateHttpClient {
    return (options) => new SimulatedHttpClient(this, process, options);
  }

  hostAt(origin: string): Host | undefined {
    return this.#hosts.get(origin);
  }

  passage(exchange: Exchange): Passage {
    return this.#route(exchange);
  }

  next(): number {
    return ++this.#count;
  }

  sending(exchange: Exchange): void {
    for (const tap of this.#taps) tap.sending?.(exchange);
  }

  arrived(exchange: Exchange): void {
    for (const tap of this.#taps) tap.arrived?.(exchange);
  }

  answered(exchange: Exchange, status: number, body: string): void {
    for (const tap of this.#taps) tap.answered?.(exchange, status, body);
  }

  delivered(exchange: Exchange, status: number): void {
    for (const tap of this.#taps) tap.delivered?.(exchange, status);
  }

  failed(exchange: Exchange, code: string): void {
    for (const tap of this.#taps) tap.failed?.(exchange, code);
  }
}
