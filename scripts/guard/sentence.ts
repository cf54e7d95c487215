import type { Variable } from './facts.ts';

/** What Warn and Enforce say: what was asked, why it is dangerous, the lowest safe value now, the way there. */
export const sentence: readonly Variable[] = [
  {
    name: 'asked',
    expression: [
      'variables.startBefore == variables.startAfter ?',
      "  'from ' + string(variables.before) + ' to ' + string(variables.after) :",
      "  'from ' + string(variables.before) + ' (ordinals from ' + string(variables.startBefore) + ') to ' +",
      "  string(variables.after) + ' (ordinals from ' + string(variables.startAfter) + ')'",
    ].join('\n'),
  },
  { name: 'minVoters', expression: '[2, has(params.spec.removal) ? int(params.spec.removal.minVoters) : 1].max()' },
  // Voters of the whole cluster once the first step is done and its dead voters are removed.
  {
    name: 'left',
    expression: [
      '!variables.isWhole || !has(params.status.liveVoters) ? 0 :',
      '  int(params.status.liveVoters) - variables.before + variables.floor',
    ].join('\n'),
  },
  {
    name: 'lowest',
    expression: '[variables.after, variables.floor - [0, variables.left - variables.minVoters].max()].max()',
  },
  // Of n voters, all live, a step leaves n/2 + 1: (n - 2) is halved by each. An expectation: the next floor decides.
  {
    name: 'steps',
    expression: [
      'variables.startBefore != variables.startAfter || variables.floor == variables.before || variables.left < 2 ? [] :',
      '  [variables.before, variables.floor] +',
      '  [2, 4, 8, 16, 32].map(p, variables.floor - variables.left + 2 + (variables.left - 2) / p)',
      '    .filter(r, r < variables.floor && r > variables.lowest) +',
      '  (variables.lowest < variables.floor ? [variables.lowest] : [])',
    ].join('\n'),
  },
  {
    name: 'why',
    expression: [
      "variables.unknown != '' ? 'how far is safe is not known, because ' + variables.unknown :",
      'variables.bottom > 0 ?',
      "  'raising ordinals.start takes pods that only a whole set can spare, no more than to the floor and none protected' :",
      'variables.startAfter < variables.startBefore ?',
      "  'lowering ordinals.start leaves out the last pods unless replicas grows by as many' :",
      "variables.floor < variables.before ? 'too few live voters would be left at once' :",
      "has(params.status.voters) && params.status.voters == 2 ? 'of two voters neither can ever be spared' :",
      "'no live voter can be spared now'",
    ].join('\n'),
  },
  {
    name: 'way',
    expression: [
      'variables.steps.size() < 3 ?',
      "  (variables.floor < variables.before ? '' : '; kubectl describe raft ' + params.metadata.name + ' tells why') :",
      "  '; step by step, each when the floor allows: ' + variables.steps.map(r, string(r)).join(', ') +",
      "  (variables.lowest > variables.after ? ', and never lower' : '')",
    ].join('\n'),
  },
  {
    name: 'sentence',
    expression: [
      "'scaling StatefulSet ' + request.name + ' ' + variables.asked + ' can cost RaftCluster ' + params.metadata.name +",
      "' its quorum: ' + variables.why + '; the lowest safe value now is ' + string(variables.floor) + variables.way",
    ].join('\n'),
  },
];
