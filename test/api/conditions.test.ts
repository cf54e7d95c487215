import { expect, test } from '@jest/globals';

import { setCondition } from '../../src/api/conditions.ts';
import type { Condition, ConditionState } from '../../src/api/conditions.ts';

const before = '2026-11-22T19:00:00Z';
const now = '2026-11-22T19:05:00Z';

function state(change: Partial<ConditionState> = {}): ConditionState {
  return {
    type: 'Ready',
    status: 'True',
    observedGeneration: 1,
    reason: 'Healthy',
    message: 'All is well.',
    ...change,
  };
}

function condition(change: Partial<Condition> = {}): Condition {
  return { ...state(), lastTransitionTime: before, ...change };
}

test('a new condition became so now', () => {
  expect(setCondition([], state(), now)).toEqual([condition({ lastTransitionTime: now })]);
});

test('lastTransitionTime moves with the status', () => {
  const next = state({ status: 'False', reason: 'QuorumLost' });
  expect(setCondition([condition()], next, now)).toEqual([{ ...next, lastTransitionTime: now }]);
});

test('lastTransitionTime stays while only reason, message and generation change', () => {
  const next = state({ reason: 'InSync', message: 'All is better.', observedGeneration: 2 });
  expect(setCondition([condition()], next, now)).toEqual([{ ...next, lastTransitionTime: before }]);
});

test('other conditions stay as they are, in their usual order, and the list given is not touched', () => {
  const previous = [condition({ type: 'Stalled' }), condition({ type: 'QuorumHealthy' })];
  const copy = structuredClone(previous);
  expect(setCondition(previous, state(), now).map(({ type }) => type)).toEqual(['Ready', 'QuorumHealthy', 'Stalled']);
  expect(previous).toEqual(copy);
});

test.each(['Reconciling', 'Stalled', 'Suspended'] as const)('%s is listed only while True', (type) => {
  expect(setCondition([], state({ type }), now)).toHaveLength(1);
  expect(setCondition([condition({ type })], state({ type, status: 'False' }), now)).toEqual([]);
  expect(setCondition([condition({ type })], state({ type, status: 'Unknown' }), now)).toEqual([]);
});

test('a condition that comes back became so when it came back', () => {
  const gone = setCondition([condition({ type: 'Stalled' })], state({ type: 'Stalled', status: 'False' }), now);
  expect(setCondition(gone, state({ type: 'Stalled' }), now)[0]?.lastTransitionTime).toBe(now);
});
