import { KubeError } from './kube-error.ts';

const newline = 0x0a;

/**
 * Cuts a watch stream into its JSON values, one a line, whatever pieces it arrives in. A line that is too long or no
 * JSON is a `KubeError` with code `network`: the stream is broken, a new one may not be.
 */
export class JsonLines {
  readonly #maxBytes: number;
  /** Pieces of the line that has not ended yet: joined once, not at every piece. */
  #pieces: Uint8Array[] = [];
  #size = 0;

  /** `maxBytes` bounds one line. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The values whose lines end in `chunk`, parsed one at a time as they are asked for. */
  *push(chunk: Uint8Array): Generator<unknown, void> {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      start = end + 1;
      const line = this.#take();
      if (line.trim() !== '') yield parse(line);
    }
    this.#keep(chunk.subarray(start));
  }

  #keep(piece: Uint8Array): void {
    this.#size += piece.length;
    if (this.#size > this.#maxBytes)
      throw new KubeError('network', `A watch event is larger than ${this.#maxBytes} bytes`);
    if (piece.length > 0) this.#pieces.push(piece);
  }

  #take(): string {
    const decoder = new TextDecoder();
    const text = this.#pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
    this.#pieces = [];
    this.#size = 0;
    return text;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The parser's message quotes the line, which may hold anything.
    throw new KubeError('network', 'A line of a watch stream is no JSON');
  }
}
