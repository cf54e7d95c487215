import { identityRows } from './identity-rows.ts';
import { kubernetesRows } from './kubernetes-rows.ts';
import { paceRows } from './pace-rows.ts';
import type { Case, Cases, ClauseName } from './row.ts';
import { storeRows } from './store-rows.ts';

const table: Cases<ClauseName> = { ...identityRows, ...kubernetesRows, ...storeRows, ...paceRows };

/** The rows of one clause: some in which it holds, and one for each way in which it fails. */
export function rowsOf(clause: ClauseName) {
  return table[clause].map(([name, expected, given, member = 'arc-4']: Case) => ({ name, expected, given, member }));
}
