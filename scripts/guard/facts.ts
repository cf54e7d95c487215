/** A name, and the CEL expression that gives its value. Later ones may use earlier ones as `variables.<name>`. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

/**
 * What a request asks for and what the RaftCluster `params` knows of it. A Scale without `replicas` means zero (the field is
 * dropped), and has no `ordinals`: it changes none. A StatefulSet without it means one.
 */
export const facts: readonly Variable[] = [
  { name: 'isScale', expression: "request.kind.kind == 'Scale'" },
  { name: 'before', expression: replicasOf('oldObject') },
  { name: 'after', expression: replicasOf('object') },
  { name: 'startBefore', expression: startOf('oldObject') },
  { name: 'startAfter', expression: startOf('object') },
  // How many of the pods that were wanted are not any more, at either end of the range of ordinals.
  { name: 'bottom', expression: '[variables.before, [0, variables.startAfter - variables.startBefore].max()].min()' },
  {
    name: 'top',
    expression: [
      '[variables.before,',
      ' [0, variables.startBefore + variables.before - variables.startAfter - variables.after].max()].min()',
    ].join('\n'),
  },
  {
    name: 'rows',
    expression: [
      '!has(params.status) || !has(params.status.statefulSets) ? [] :',
      '  params.status.statefulSets.filter(row, row.name == request.name)',
    ].join('\n'),
  },
  { name: 'unknown', expression: unknown() },
  // The status may be older than the last scale-down: the floor is absolute, and no set has one above its size.
  {
    name: 'floor',
    expression: [
      "variables.unknown != '' ? variables.before :",
      '  [variables.before, int(variables.rows[0].minSafeReplicas)].min()',
    ].join('\n'),
  },
  // Every ordinal of the range has its live voter: whichever go, it is their number that counts.
  {
    name: 'isWhole',
    expression: [
      "variables.unknown == '' &&",
      'variables.rows[0].replicas == variables.before &&',
      'variables.rows[0].voters == variables.before &&',
      'variables.rows[0].liveVoters == variables.before',
    ].join('\n'),
  },
  { name: 'protected', expression: protectedOrdinals() },
  // A Scale shows no ordinals, so that nobody can tell there whether the status knows the newest: with a start that was
  // lowered it would name other pods than the floor is about. So the start is lowered only together with more replicas.
  // The floor is about the upper end. At the lower one it says something where all may go, or where all are alike.
  {
    name: 'isSafe',
    expression: [
      'variables.bottom == 0 ?',
      '  variables.top == 0 ||',
      '  variables.before - variables.top >= variables.floor &&',
      '  (variables.startAfter >= variables.startBefore || variables.floor == 0) :',
      "  variables.unknown == '' && variables.rows[0].replicas == variables.before && variables.floor == 0 ||",
      '  variables.isWhole &&',
      '  variables.before - variables.top - variables.bottom >= variables.floor &&',
      '  !variables.protected.exists(o, o >= variables.startBefore && o < variables.startBefore + variables.bottom)',
    ].join('\n'),
  },
];

function replicasOf(object: string): string {
  return `int(has(${object}.spec.replicas) ? ${object}.spec.replicas : variables.isScale ? 0 : 1)`;
}

function startOf(object: string): string {
  return [
    `!variables.isScale && has(${object}.spec.ordinals) && has(${object}.spec.ordinals.start) ?`,
    `  int(${object}.spec.ordinals.start) : 0`,
  ].join('\n');
}

/** Why the status says nothing about the set as it is now; empty where it does. */
function unknown(): string {
  const why: readonly (readonly [holds: string, why: string])[] = [
    [
      '!has(params.status) || !has(params.status.observedGeneration) || params.status.observedGeneration < 0',
      'the operator has not reported on it yet',
    ],
    [
      'params.status.observedGeneration != params.metadata.generation',
      'the operator has not reported on its newest spec yet',
    ],
    ['has(params.spec.suspend) && params.spec.suspend', 'spec.suspend is true, so the operator does not look'],
    ['variables.rows.size() == 0', 'its status has no row for this StatefulSet'],
    [
      'has(variables.rows[0].uid) && variables.rows[0].uid != oldObject.metadata.uid',
      'this StatefulSet is not the one that its status is about',
    ],
    ['variables.rows[0].replicas < variables.before', 'the operator has not reported on its newest pods yet'],
    [
      '!variables.isScale && (has(variables.rows[0].start) ? int(variables.rows[0].start) : 0) != variables.startBefore',
      'the operator has not reported on its newest ordinals yet',
    ],
  ];
  return `${why.map(([holds, text]) => `${holds} ? '${text}' :`).join('\n')}\n''`;
}

/** As `protectedOrdinals` of src/api/spec.ts has it: [0] by default for the first set, else none. */
function protectedOrdinals(): string {
  const named = 'params.spec.members.filter(m, m.statefulSet == request.name)';
  return [
    `${named}.exists(m, has(m.protectedOrdinals)) ? ${named}[0].protectedOrdinals :`,
    '  params.spec.members[0].statefulSet == request.name ? [0] : []',
  ].join('\n');
}
