import type { Arrival } from '../../engine/host.ts';
import { type Answer, refusal } from './answer.ts';

/** The tokens that the nodes of a cluster know. */
export interface Tokens {
  /** False: every route is open to everybody. */
  readonly isEnabled: boolean;
  readonly admin: string;
  /** Valid, without the permission `admin`. */
  readonly read: string;
}

export const forbidden = refusal(403, 'Permission denied: admin required');

/** What a request may do, or the 401. */
export type Grant = { readonly isAdmin: boolean } | Answer;

export function grant(arrival: Arrival, tokens: Tokens, isKnown: boolean): Grant {
  if (!tokens.isEnabled) return { isAdmin: true };
  const token = tokenOf(arrival);
  if (token === undefined) return refusal(401, 'Authentication required');
  if (isKnown && token !== '' && token === tokens.admin) return { isAdmin: true };
  if (isKnown && token !== '' && token === tokens.read) return { isAdmin: false };
  return refusal(401, 'Invalid or expired token');
}

/** The first carrier that is there counts, even if a later one would have the right token. */
export function tokenOf({ headers, path }: Arrival): string | undefined {
  const { authorization = '', 'x-api-key': key = '' } = headers;
  if (authorization !== '') {
    const scheme = ['Bearer ', 'Token '].find((prefix) => authorization.startsWith(prefix)) ?? '';
    return authorization.slice(scheme.length).trimEnd();
  }
  if (key !== '') return key;
  const parameter = new URLSearchParams(path.split('?')[1] ?? '').get('p') ?? '';
  return parameter === '' ? undefined : parameter;
}
