import { describe, expect, test } from '@jest/globals';

import { decodeRaftCluster } from '../../src/api/decode.ts';
import { unwrittenStatus } from '../../src/api/raftcluster.ts';
import { fullStatus, longestStatus, statusOfTomorrow } from '../e2e/manifests/status.ts';
import { storedObject } from './raft-cluster-object.ts';

const now = '2026-11-22T19:00:00Z';
const inFlight = { member: 'a', holder: 'b', phase: 'Removing', startedAt: now, attempts: 1 };
const finished = { member: 'a', startedAt: now, finishedAt: now, result: 'Removed', answer: '', evidence: '' };

const statusOf = (status: unknown) => decodeRaftCluster(storedObject({ status })).status;

test('a RaftCluster is its facts, its spec and its status', () => {
  const { metadata, status } = decodeRaftCluster(storedObject());
  expect(metadata).toEqual({
    name: 'arc',
    namespace: 'arc',
    uid: 'e1a0a9b4-5c0b-4a43-8d3a-1f2f3c4d5e6f',
    resourceVersion: '812',
    generation: 3,
    creationTimestamp: '2026-11-22T19:00:00Z',
  });
  expect(status).toEqual({});
});

test('one that is being deleted says so', () => {
  const object = storedObject();
  const deleted = { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-11-22T19:01:00Z' } };
  expect(decodeRaftCluster(deleted).metadata.deletionTimestamp).toBe('2026-11-22T19:01:00Z');
});

test('an invalid spec leaves facts and status readable', () => {
  const decoded = decodeRaftCluster({ ...storedObject({ status: fullStatus }), spec: {} });
  expect(decoded.spec).toEqual({ invalid: expect.stringContaining('spec.store: ') });
  expect(decoded.status).toEqual(fullStatus);
});

test('what is no object of an API server is an error', () => {
  expect(() => decodeRaftCluster({ kind: 'Status' })).toThrow();
  expect(() => decodeRaftCluster(undefined)).toThrow();
});

test.each([
  ['full', fullStatus],
  ['longest', longestStatus],
])('the %s status is understood whole', (_, status) => {
  expect(statusOf(status)).toEqual(status);
});

describe('memory that cannot be understood makes the status invalid', () => {
  test.each([
    ['removal', { member: 'a' }, 'status.removal.holder: '],
    ['removal', null, 'status.removal: '],
    ['removal', { ...inFlight, phase: 'Guessing' }, 'status.removal.phase: '],
    ['removal', { ...inFlight, startedAt: 'soon' }, 'status.removal.startedAt: '],
    ['removals', [{ member: 'a' }], 'status.removals[0].startedAt: '],
    ['removals', Array.from({ length: 17 }, () => finished), 'status.removals: '],
    ['statefulSets', [{ name: 'arc' }], 'status.statefulSets[0].replicas: '],
    ['leftovers', [{ id: 'a' }], 'status.leftovers[0].cleanedAt: '],
    ['decommissioned', [5], 'status.decommissioned[0]: '],
  ])('%s: %j', (field, value, message) => {
    expect(statusOf({ ...fullStatus, [field]: value })).toEqual({ invalid: expect.stringContaining(message) });
  });
});

describe('of the rest, what cannot be understood is left out', () => {
  test.each([
    ['leader', 5],
    ['term', 'twelve'],
    ['voters', -1],
    ['members', 'none'],
    ['observedGeneration', '3'],
  ])('%s: %j', (field, value) => {
    const { [field]: _, ...others } = fullStatus;
    expect(statusOf({ ...fullStatus, [field]: value })).toEqual(others);
  });

  test('entry by entry in a list', () => {
    const status = statusOf({ ...fullStatus, ...statusOfTomorrow });
    expect(status).toEqual({ ...fullStatus, members: [] });
  });
});

test('the default of the CRD is a status that nobody has written', () => {
  expect(statusOf(unwrittenStatus)).toEqual({});
});

test('a message stays within what a status may hold', () => {
  const removals = Array.from({ length: 16 }, () => ({}));
  expect(statusOf({ removals })).toEqual({ invalid: expect.stringMatching(/^.{1023}…$/s) });
});
