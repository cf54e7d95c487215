import type { HttpRequest } from '../../../src/ports/http.ts';

/** A server of the world: an API server, or the admin API of one store node. All of it happens in virtual time. */
export interface Host {
  /** A request has arrived. The host answers now, later, or never. */
  receive(arrival: Arrival): void;
}

/** A request as the server sees it, and the ways to answer it. Answering twice is a defect and throws. */
export interface Arrival {
  readonly method: HttpRequest['method'];
  /** Path and query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** The name of the process that asks. */
  readonly from: string;
  /** A body that is no string is sent as JSON. */
  answer(status: number, body: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Answers with headers now and the body piece by piece. */
  stream(status: number): Outlet;
  /** Breaks the connection. */
  reset(): void;
  /** Called once when the client gives up before it has the whole answer. */
  onGone(action: () => void): void;
}

/** The body of an answer that goes on. Writing after the end, or to a client that has gone, does nothing. */
export interface Outlet {
  write(text: string): void;
  end(): void;
  reset(): void;
}
