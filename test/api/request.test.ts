import { expect, test } from '@jest/globals';

import { isSameRequest, requestedAt } from '../../src/api/request.ts';
import { decodeRaftCluster } from '../../src/api/decode.ts';
import { storedObject } from './raft-cluster-object.ts';

const ours = 'raftcluster.dev/requestedAt';
const flux = 'reconcile.fluxcd.io/requestedAt';

test('nobody asks without one of the two annotations', () => {
  expect(requestedAt(undefined)).toBeUndefined();
  expect(requestedAt({})).toBeUndefined();
});

test('Flux’s own annotation is honoured; where both are, ours is the one that is shown', () => {
  expect(requestedAt({ [flux]: '1' })).toBe('1');
  expect(requestedAt({ [flux]: '1', [ours]: '2' })).toBe('2');
});

test('no value is too long for the status', () => {
  expect(requestedAt({ [ours]: 'x'.repeat(2000) })).toHaveLength(1024);
});

test('a new value of either, also the first and none, is a request', () => {
  expect(isSameRequest(undefined, {})).toBe(true);
  expect(isSameRequest({ [ours]: '1', [flux]: '1' }, { [ours]: '1', [flux]: '1' })).toBe(true);
  expect(isSameRequest(undefined, { [ours]: '1' })).toBe(false);
  expect(isSameRequest({ [ours]: '1', [flux]: '1' }, { [ours]: '1', [flux]: '2' })).toBe(false);
});

test('of the annotations of an object nothing else is kept', () => {
  const { metadata } = decodeRaftCluster(storedObject({ metadata: { annotations: { [ours]: '1', other: '2' } } }));
  expect(metadata.annotations).toEqual({ [ours]: '1' });
});
