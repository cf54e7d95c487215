import type { Dispatcher } from 'undici';
import type { NotSent } from './http.ts';

/** One request on its way: whether it was handed to a connection, and what must hold at that moment. */
export class Flight {
  readonly #check: () => void;
  #written = false;

  constructor(check: () => void = () => {}) {
    this.#check = check;
  }

  get written(): boolean {
    return this.#written;
  }

  /** undici calls `onRequestStart` in the turn in which it writes; what that throws keeps it from writing. */
  readonly intercept: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      // A request that was on a connection may have had its effect: it is never written a second time.
      if (this.#written) throw new Error('The request was written before');
      this.#check();
      this.#written = true;
      start?.(controller, context);
    };
    return dispatch(options, handler);
  };
}

/** Thrown where undici is about to write, to stop it; undici then keeps the connection. */
export class Refusal extends Error {
  readonly why: NotSent['notSent'];

  constructor(why: NotSent['notSent']) {
    super(`Not sent: ${why}`);
    this.why = why;
  }
}
