import type { Defect } from '../defect.ts';

const sightings = 'src/membership/sightings.ts';
const clauses = 'src/membership/clauses/kubernetes-clauses.ts';

/** Since when somebody has been gone. */
export const sightingDefects: readonly Defect[] = [
  {
    name: 'sighting restarted by unrelated changes',
    why: 'a set that is scaled every minute never settles: each ghost has its own delay',
    edits: [
      {
        file: sightings,
        find: 'ordinal !== undefined && !inRange(after, ordinal)',
        replace: 'ordinal !== undefined && after.generation === before.generation',
      },
    ],
    likely: '41',
  },
  {
    name: 'sighting kept over a skipped generation',
    why: 'the ordinal may have been wanted in a generation that the watch never showed',
    edits: [
      {
        file: sightings,
        find: 'after.generation === before.generation || after.generation === before.generation + 1',
        replace: 'after.generation >= before.generation',
      },
    ],
    likely: '29d',
  },
  {
    name: 'sighting kept while the ordinal is wanted',
    why: 'who is scaled up and down again settles anew',
    edits: [
      {
        file: sightings,
        find: '  return new Map(\n    [...sighted].map(([key, found]) => {',
        replace: '  return new Map(\n    [...before, ...sighted].map(([key, found]) => {',
      },
      {
        file: sightings,
        find: 'const kept = [...sightings].filter(([, sighting]) => holds(sighting));',
        replace: 'const kept = [...sightings].filter(([, sighting]) => holds(sighting) || true);',
      },
    ],
    likely: '29d',
  },
  {
    name: 'sighting not ended by a watch event of the set',
    why: 'between two passes a set may have wanted the pod and not want it any more',
    edits: [
      { file: sightings, find: 'set !== name || (goesOn', replace: 'set !== name || sightings.size > 0 || (goesOn' },
    ],
    likely: '29e',
  },
  {
    name: 'delay by the wall clock',
    why: 'a clock that jumps ends the delay at once, or never',
    edits: [
      {
        file: clauses,
        find: '  const until = sighting.since + settings.delay;',
        replace: `  const seen = \`\${sightingKey} \${sighting.since}\`;
  const seenAt = wallTimes.get(seen) ?? now.wall;
  wallTimes.set(seen, seenAt);
  const until = now.monotonic + seenAt + settings.delay - now.wall;`,
      },
      {
        file: clauses,
        find: '/** Out of range and absent for at least `delay`',
        replace: 'const wallTimes = new Map<string, number>();\n\n/** Out of range and absent for at least `delay`',
      },
    ],
    likely: '44b',
  },
  {
    name: 'delay halved',
    why: 'a member is gone for good after the delay that a person has set, and no sooner',
    edits: [
      { file: clauses, find: 'sighting.since + settings.delay;', replace: 'sighting.since + settings.delay / 2;' },
    ],
    likely: '41',
  },
  {
    name: 'ordinals compared across sets',
    why: 'ordinal 3 of one set says nothing of ordinal 3 of another',
    edits: [
      {
        file: clauses,
        find: 'const set = facts.sets.get(place.set);\n  if (set === undefined)',
        replace: 'const set = facts.sets.get(settings.targets[0]?.set ?? place.set);\n  if (set === undefined)',
      },
    ],
    likely: '12',
  },
  {
    name: 'sets told apart by a prefix of the name',
    why: 'arc-writer-1 is no pod of arc',
    edits: [
      {
        file: 'src/membership/identity.ts',
        find: 'if (set !== undefined) return RegExp.escape(set);',
        replace: 'if (set !== undefined) return `${RegExp.escape(set)}[-a-z0-9]*`;',
      },
      { file: 'src/membership/identity.ts', find: ' && memberIdOf(template, place, namespace) === id', replace: '' },
    ],
    likely: '12',
  },
  {
    name: 'ordinals of one digit only',
    why: 'arc-11 is the twelfth pod, not a name that nobody knows',
    edits: [
      { file: 'src/membership/identity.ts', find: '(?<ordinal>0|[1-9][0-9]{0,9})', replace: '(?<ordinal>[0-9])' },
    ],
    likely: '12',
  },
  {
    name: 'ordinals.start ignored',
    why: 'the range begins where the set says, not at 0',
    edits: [
      {
        file: 'src/membership/observation.ts',
        find: 'return ordinal >= set.start && ordinal < set.start + set.replicas;',
        replace: 'return ordinal < set.replicas;',
      },
    ],
    likely: '13',
  },
];
