import { describe, expect, test } from '@jest/globals';

import { decodeRaftCluster } from '../../src/api/decode.ts';
import { protectedOrdinals, raftClusterSpec } from '../../src/api/spec.ts';
import { accepted, defaults } from '../e2e/manifests/accepted.ts';
import { laidOver, manifest } from '../e2e/manifests/manifest.ts';
import { refused } from '../e2e/manifests/refused.ts';
import { storedObject } from './raft-cluster-object.ts';

test('what is left out has its default', () => {
  expect(raftClusterSpec.parse(manifest('arc').spec)).toEqual({
    store: { type: 'Arc' },
    members: [{ statefulSet: 'arc-writer', memberId: '{pod}' }],
    ...defaults,
  });
});

describe('the operator holds a spec to the same rules as the API server', () => {
  test.each(refused)('it refuses $what and names the field', ({ change, field }) => {
    expect(decodeRaftCluster(storedObject({ spec: change })).spec).toEqual({
      invalid: expect.stringMatching(new RegExp(`(^|; )${RegExp.escape(field)}: .`)),
    });
  });

  test.each(accepted)('it takes $what as the server stored it', ({ change, adds = {} }) => {
    const spec = laidOver(laidOver(defaults, manifest('arc', change).spec), adds);
    expect(decodeRaftCluster(storedObject({ spec })).spec).toEqual(spec);
  });
});

test('of several faults of a field the one that names the cure is told', () => {
  expect(decodeRaftCluster(storedObject({ spec: { admin: { requestTimeout: '5' } } })).spec).toEqual({
    invalid:
      'spec.admin.requestTimeout: must be a duration from 1s to 30s in whole hours, minutes and seconds, such as 5s',
  });
});

describe('protected ordinals', () => {
  const spec = raftClusterSpec.parse({
    store: { type: 'Arc' },
    members: [{ statefulSet: 'a' }, { statefulSet: 'b' }, { statefulSet: 'c', protectedOrdinals: [1, 2] }],
  });

  test('are [0] in the first set and none in the others, if they do not say', () => {
    expect([0, 1].map((index) => protectedOrdinals(spec, index))).toEqual([[0], []]);
  });

  test('are what the set says', () => {
    expect(protectedOrdinals(spec, 2)).toEqual([1, 2]);
    const none = raftClusterSpec.parse({
      store: { type: 'Arc' },
      members: [{ statefulSet: 'a', protectedOrdinals: [] }],
    });
    expect(protectedOrdinals(none, 0)).toEqual([]);
  });
});
