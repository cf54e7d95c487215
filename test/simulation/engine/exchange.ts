import type { HttpRequest } from '../../../src/ports/http.ts';
import type { SimulatedProcess } from './process.ts';

/** One request from the moment at which it is written to its end, as the network, the oracles and a crash plan see it. */
export interface Exchange {
  /** Counts up within a run. */
  readonly number: number;
  readonly process: SimulatedProcess;
  readonly method: HttpRequest['method'];
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly isStream: boolean;
  /** Virtual milliseconds at which it was handed to the connection. */
  readonly sentAt: number;
}

/** What the network does to one exchange. Delays in milliseconds. */
export interface Passage {
  /** Until it arrives. */
  readonly there: number;
  /** Until the answer is back. */
  readonly back: number;
  /** `lost`: it never arrives; `refused`: nobody listens; `answerLost`: it has its effect, no answer comes; `reset…`: the same, seen at once. */
  readonly fate: 'arrives' | 'refused' | 'lost' | 'answerLost' | 'resetBefore' | 'resetAfter';
  /** A stream breaks so many milliseconds after it began, in the middle of a line. */
  readonly breaksAfter?: number;
}

/** Something that follows the exchanges of a run. All of it is optional. */
export interface Tap {
  /** Before anything is sent: a crash here has no effect outside. */
  readonly sending?: (exchange: Exchange) => void;
  readonly arrived?: (exchange: Exchange) => void;
  /** The server has answered; the answer is on its way. */
  readonly answered?: (exchange: Exchange, status: number, body: string) => void;
  /** The client has the answer, before its code runs. */
  readonly delivered?: (exchange: Exchange, status: number) => void;
  readonly failed?: (exchange: Exchange, code: string) => void;
}
