/** A body that arrives piece by piece, for one reader. */
export class Pieces implements AsyncIterable<Uint8Array> {
  readonly #ready: Uint8Array[] = [];
  readonly #left: () => void;
  #waiting: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>> | undefined;
  #end: { readonly error?: Error } | undefined;

  /** `left` is called when the reader stops before the end. */
  constructor(left: () => void = () => {}) {
    this.#left = left;
  }

  /** A body that is all there. */
  static of(body: Uint8Array): Pieces {
    const pieces = new Pieces();
    pieces.push(body);
    pieces.end();
    return pieces;
  }

  push(piece: Uint8Array): void {
    if (this.#end !== undefined) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#ready.push(piece);
    else waiting.resolve({ done: false, value: piece });
  }

  end(): void {
    this.#finish({});
  }

  fail(error: Error): void {
    this.#finish({ error });
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    return {
      next: () => this.#next(),
      return: async () => {
        const isEarly = this.#end === undefined;
        this.#finish({});
        if (isEarly) this.#left();
        return { done: true, value: undefined };
      },
    };
  }

  async #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const value = this.#ready.shift();
    if (value !== undefined) return { done: false, value };
    if (this.#end?.error !== undefined) throw this.#end.error;
    if (this.#end !== undefined) return { done: true, value: undefined };
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  #finish(end: { readonly error?: Error }): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (end.error !== undefined) waiting?.reject(end.error);
    else waiting?.resolve({ done: true, value: undefined });
  }
}
