import type { Stored } from '../storage/stored.ts';
import type { Call } from './call.ts';

/** Which objects a list or a watch covers. */
export type Selection = (stored: Stored) => boolean;

/** By namespace, and by labels that must exist (`name`) or be equal (`name=value`). */
export function selectionOf({ namespace, query }: Call): Selection {
  const selector = query.get('labelSelector') ?? '';
  const terms = selector.split(',').filter((term) => term !== '');
  return (stored) =>
    (namespace === undefined || stored.namespace === namespace) && terms.every((term) => holds(term, stored));
}

function holds(term: string, { object }: Stored): boolean {
  const [name = '', value] = term.split('=', 2);
  const label = object.metadata.labels?.[name];
  return value === undefined ? label !== undefined : label === value;
}
