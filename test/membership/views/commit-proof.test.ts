import { describe, expect, test } from '@jest/globals';

import type { Member, Reading, View } from '../../../src/membership/evidence.ts';
import { proveCommit, sameConfiguration } from '../../../src/membership/views/commit-proof.ts';
import { cluster } from '../cluster.ts';

const world = cluster().set('arc').voters(3);
const before = world.view('arc-0');
const fewer: readonly Member[] = before.configuration.slice(0, 2);

/** Reads of the leader, each asked and answered at these moments, with this last log index and commit index. */
function reads(
  ...all: readonly (readonly [asked: number, answered: number, last: bigint, commit: bigint, view?: Partial<View>])[]
) {
  return all.map(([asked, answered, lastLogIndex, commitIndex, view]) =>
    world.reading('arc-0', asked, answered, { lastLogIndex, commitIndex, ...view }),
  );
}

function proven(readings: readonly Reading[]): bigint | undefined {
  const newest = readings.toSorted((a, b) => a.askedAt - b.askedAt).at(-1);
  const leader = newest?.result.kind === 'view' ? newest.result.view : before;
  return proveCommit(readings, leader)?.commitIndex;
}

describe('proven', () => {
  test.each([
    ['by a second read that shows its own log committed', reads([0, 1, 9n, 9n], [2, 3, 9n, 9n]), 9n],
    [
      'by a third read that passed the log of the second',
      reads([0, 1, 9n, 5n], [2, 3, 10n, 9n], [4, 5, 12n, 10n]),
      10n,
    ],
    ['whatever the first read says of indexes', reads([0, 1, 1n, 0n], [2, 3, 9n, 9n]), 9n],
    ['when the answers arrive out of order', reads([2, 3, 9n, 9n], [0, 1, 9n, 9n]), 9n],
    [
      'when something else failed in between',
      [...reads([0, 1, 9n, 9n], [2, 3, 9n, 9n]), world.hangs('arc-0').reading('arc-0', 1, 2)],
      9n,
    ],
    ['when B begins in the moment in which A ends', reads([0, 1, 9n, 9n], [1, 2, 9n, 9n]), 9n],
    [
      'when an older configuration was seen before all of them',
      reads([0, 1, 9n, 9n, { configuration: fewer }], [2, 3, 9n, 9n], [4, 5, 9n, 9n]),
      9n,
    ],
  ])('%s', (_, readings, index) => {
    expect(proven(readings)).toBe(index);
  });
});

describe('not proven', () => {
  test.each([
    ['by nothing', []],
    ['by one read: its indexes may be older than its configuration', reads([0, 1, 9n, 9n])],
    ['while the commit index is behind the log of the second', reads([0, 1, 9n, 9n], [2, 3, 10n, 9n])],
    ['by an index that a read before B showed', reads([0, 1, 9n, 10n], [2, 3, 10n, 9n])],
    ['when A and B overlap', reads([0, 3, 9n, 9n], [2, 4, 9n, 9n])],
    ['when the configuration changed between A and B', reads([0, 1, 9n, 9n, { configuration: fewer }], [2, 3, 9n, 9n])],
    ['when it changed after B', reads([0, 1, 9n, 9n], [2, 3, 9n, 9n], [4, 5, 10n, 10n, { configuration: fewer }])],
    [
      'when it changed and changed back',
      reads([0, 1, 9n, 9n], [2, 3, 9n, 9n, { configuration: fewer }], [4, 5, 9n, 9n]),
    ],
    ['across terms', reads([0, 1, 9n, 9n, { term: 6n }], [2, 3, 9n, 9n])],
    ['when A was no leader yet', reads([0, 1, 9n, 9n, { role: 'Candidate' }], [2, 3, 9n, 9n])],
    ['by reads of another node', reads([0, 1, 9n, 9n, { memberId: 'arc-1' }], [2, 3, 9n, 9n])],
  ])('%s', (_, readings) => {
    expect(proven(readings)).toBeUndefined();
  });
});

test('two configurations are the same in any order, and differ by suffrage and address', () => {
  const [first, ...others] = before.configuration;
  if (!first) throw new Error('no members');
  expect(sameConfiguration(before.configuration, [...others, first])).toBe(true);
  expect(sameConfiguration(before.configuration, [...others, { ...first, suffrage: 'Nonvoter' }])).toBe(false);
  expect(sameConfiguration(before.configuration, [...others, { ...first, address: '10.0.0.1' }])).toBe(false);
  expect(sameConfiguration(before.configuration, [...others, { ...first, id: 'other' }])).toBe(false);
  expect(sameConfiguration(before.configuration, others)).toBe(false);
});
