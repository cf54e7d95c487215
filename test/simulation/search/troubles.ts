import type { Seeded } from '../engine/seeded.ts';
import { apiServer } from './classes/api-server.ts';
import { network } from './classes/network.ts';
import { nodes } from './classes/nodes.ts';
import { operators } from './classes/operators.ts';
import { store } from './classes/store.ts';
import { users } from './classes/users.ts';
import type { Trouble } from './trouble.ts';

export const troubles: readonly Trouble[] = [...users, ...nodes, ...apiServer, ...network, ...store, ...operators];

const total = troubles.reduce((sum, { weight }) => sum + weight, 0);

/** One of all, the heavier the likelier. */
export function drawTrouble(random: Seeded): Trouble {
  let left = random.between(0, total);
  for (const trouble of troubles) {
    left -= trouble.weight;
    if (left < 0) return trouble;
  }
  return troubles[0] as Trouble;
}
