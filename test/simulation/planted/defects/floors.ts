import type { Defect } from '../defect.ts';

/** What is told as the lowest safe size. */
export const floorDefects: readonly Defect[] = [
  {
    name: 'floor ignores sets that shrink',
    why: 'until their pods are gone nobody knows what the next step would cut',
    edits: [
      {
        file: 'src/membership/status/margin.ts',
        find: '!isKnown || sets.some((set) => isShrinking(set, facts.pods))',
        replace: '!isKnown || sets.some((set) => isShrinking(set, facts.pods) && set.deleting)',
      },
    ],
    guards: true,
  },
  {
    name: 'floor is 0 while nothing is known',
    why: 'no step is safe of which nobody knows what it cuts',
    edits: [
      {
        file: 'src/membership/status/set-rows.ts',
        find: 'minSafeReplicas(set, target, margin, settings.namespace) : replicas,',
        replace: 'minSafeReplicas(set, target, margin, settings.namespace) : 0,',
      },
    ],
    guards: true,
  },
  {
    name: 'floor too low by one',
    why: 'the live voters that stay must be a quorum',
    edits: [
      {
        file: 'src/membership/status/margin.ts',
        find: 'rolling: sets.filter(({ rolling }) => rolling).length,',
        replace: 'rolling: sets.filter(({ rolling }) => rolling).length - 1,',
      },
    ],
    guards: true,
  },
];
