import type { Seeded } from '../engine/seeded.ts';
import { apiServer } from './classes/api-server.ts';
import { mistakes } from './classes/mistakes.ts';
import { network } from './classes/network.ts';
import { nodes } from './classes/nodes.ts';
import { operators } from './classes/operators.ts';
import { store } from './classes/store.ts';
import { scaleDown, users } from './classes/users.ts';
import type { Trouble } from './trouble.ts';

export const troubles: readonly Trouble[] = [
  ...users,
  ...mistakes,
  ...nodes,
  ...apiServer,
  ...network,
  ...store,
  ...operators,
];

/** Something that people do, most often what gives the operator something to do. */
export function drawDeed(random: Seeded): Trouble {
  return random.chance(0.6) ? scaleDown : draw(users, random);
}

/** Anything at all. */
export function drawTrouble(random: Seeded): Trouble {
  return draw(troubles, random);
}

/** The heavier the likelier. */
function draw(from: readonly Trouble[], random: Seeded): Trouble {
  let left = random.between(
    0,
    from.reduce((sum, { weight }) => sum + weight, 0),
  );
  for (const trouble of from) {
    left -= trouble.weight;
    if (left < 0) return trouble;
  }
  return from[0] as Trouble;
}
