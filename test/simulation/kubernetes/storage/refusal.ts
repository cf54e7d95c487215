import { factsOf, type Kind, qualified } from './kinds.ts';

export type Reason =
  | 'AlreadyExists'
  | 'BadRequest'
  | 'Conflict'
  | 'Expired'
  | 'Forbidden'
  | 'InternalError'
  | 'Invalid'
  | 'NotFound'
  | 'ServiceUnavailable'
  | 'Timeout'
  | 'TooManyRequests'
  | 'Unauthorized';

const codes: Readonly<Record<Reason, number>> = {
  AlreadyExists: 409,
  BadRequest: 400,
  Conflict: 409,
  Expired: 410,
  Forbidden: 403,
  InternalError: 500,
  Invalid: 422,
  NotFound: 404,
  ServiceUnavailable: 503,
  Timeout: 504,
  TooManyRequests: 429,
  Unauthorized: 401,
};

interface Details {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly retryAfterSeconds?: number;
}

/** A request that the API server does not fulfil, with the `Status` that says why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Reason;
  readonly details: Details;

  constructor(reason: Reason, message: string, details: Details = {}) {
    super(message);
    this.reason = reason;
    this.details = details;
  }

  /** About one object, named in the details as a real server names it. */
  static of(reason: Reason, kind: Kind, name: string, why: string): Refusal {
    return new Refusal(reason, `${qualified(kind)} "${name}" ${why}`, { name, group: factsOf(kind).group, kind });
  }

  static notFound(kind: Kind, name: string): Refusal {
    return Refusal.of('NotFound', kind, name, 'not found');
  }

  static conflict(kind: Kind, name: string, why: string): Refusal {
    const message = `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${why}`;
    return new Refusal('Conflict', message, { name, group: factsOf(kind).group, kind });
  }

  get code(): number {
    return codes[this.reason];
  }

  toStatus(): object {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}
