import type { Defect } from '../defect.ts';
import { clauses } from './clauses.ts';
import { factDefects } from './facts.ts';
import { floorDefects } from './floors.ts';
import { recordDefects } from './records.ts';
import { sendDefects } from './sends.ts';
import { sightingDefects } from './sightings.ts';
import { viewDefects } from './views.ts';

/** Everything that is planted. One that changes nothing, because another wall stands behind it, does not belong here. */
export const defects: readonly Defect[] = [
  ...clauses,
  ...sightingDefects,
  ...factDefects,
  ...floorDefects,
  ...viewDefects,
  ...sendDefects,
  ...recordDefects,
];
