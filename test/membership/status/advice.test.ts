import { describe, expect, test } from '@jest/globals';

import { cluster } from '../cluster.ts';

describe('a lost quorum', () => {
  test.each([
    [
      'no size brings back the pods of a set that does not exist',
      () => cluster().set('arc').missing('brc').voters(1).member('brc-0').member('brc-1').leader(undefined),
      undefined,
    ],
    [
      'nor of one that is being deleted',
      () =>
        cluster()
          .set('arc')
          .set('brc', { replicas: 0, deleting: true })
          .voters(1)
          .member('brc-0')
          .member('brc-1')
          .leader(undefined),
      undefined,
    ],
    [
      '3→1 at once: scaled back, it returns',
      () => cluster().set('arc', { replicas: 1 }).voters(3).leader(undefined),
      '1 of 3 voters answer, 2 are needed. Missing: arc-1, arc-2. 1 of them must come back. This brings back their pods: kubectl scale statefulset/arc -n db --replicas=3',
    ],
    [
      'the pods of two sets',
      () =>
        cluster()
          .set('arc', { replicas: 1 })
          .set('reader', { replicas: 0 })
          .voters(2)
          .voters(1, 'reader')
          .leader(undefined),
      '1 of 3 voters answer, 2 are needed. Missing: arc-1, reader-0. 1 of them must come back. This brings back their pods: kubectl scale statefulset/arc -n db --replicas=2; kubectl scale statefulset/reader -n db --replicas=1',
    ],
    [
      'no size brings back foreign voters',
      () => cluster().set('arc', { replicas: 2 }).voters(2).pod('arc-1', 'absent').member('x').leader(undefined),
      undefined,
    ],
    [
      'ordinals below start do not come back by size',
      () => cluster().set('arc', { start: 2, replicas: 1 }).voters(3).leader(undefined),
      '1 of 3 voters answer, 2 are needed. Missing: arc-0, arc-1. 1 of them must come back.',
    ],
    [
      'pods that are wanted come back by themselves',
      () => cluster().set('arc').voters(3).pod('arc-1', 'absent').pod('arc-2', 'absent').leader(undefined),
      '1 of 3 voters answer, 2 are needed. Missing: arc-1, arc-2. 1 of them must come back: look at the pods of arc-1, arc-2.',
    ],
    [
      'only those that are wanted are named',
      () => cluster().set('arc', { replicas: 2 }).voters(2).pod('arc-1', 'absent').member('x').leader(undefined),
      '1 of 3 voters answer, 2 are needed. Missing: arc-1, x. 1 of them must come back: look at the pods of arc-1.',
    ],
  ])('%s', (_, given, expected) => {
    const world = given();
    const { conditions } = world.pass().status;
    const found = conditions?.find(({ type }) => type === 'QuorumHealthy')?.message;
    if (expected === undefined) expect(found).not.toContain('kubectl');
    else expect(found).toBe(expected);
  });
});
