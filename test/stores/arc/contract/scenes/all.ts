import type { Scene } from '../row.ts';
import type { Site } from '../site.ts';
import { comebacks } from './controlled/comeback.ts';
import { deadVoters } from './controlled/dead-voters.ts';
import { faultsScene } from './controlled/faults.ts';
import { frozenScene } from './controlled/frozen.ts';
import { joinsScene } from './controlled/joins.ts';
import { leaderLoss } from './controlled/leader-loss.ts';
import { leases } from './controlled/lease.ts';
import { leaves } from './controlled/leaves.ts';
import { overviewRows } from './asked/overview.ts';
import { reads } from './asked/reads.ts';
import { refusals } from './asked/refusals.ts';
import { rolesScene } from './controlled/roles.ts';
import { routes } from './asked/routes.ts';
import { singles } from './controlled/single.ts';
import { standaloneScene } from './controlled/standalone.ts';
import { tokens } from './asked/tokens.ts';
import { withoutRaft } from './controlled/without-raft.ts';

/** Scenes that any healthy cluster is: everything is found out by asking. */
export const asked: readonly Scene<Site>[] = [
  {
    name: 'three voters and a reader, all well',
    cluster: { ids: ['arc-writer-0', 'arc-writer-1', 'arc-writer-2', 'arc-reader-0'], authenticates: true },
    independent: true,
    rows: [...routes, ...tokens, ...overviewRows, ...reads, ...refusals],
  },
];

/** Scenes that kill, freeze or cut off nodes, or set faults. */
export const controlled: readonly Scene[] = [
  standaloneScene,
  ...singles,
  ...withoutRaft,
  ...deadVoters,
  ...leaderLoss,
  ...leases,
  frozenScene,
  ...leaves,
  ...comebacks,
  joinsScene,
  rolesScene,
  faultsScene,
];
