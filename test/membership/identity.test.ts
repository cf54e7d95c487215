import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { raftClusterSpec } from '../../src/api/raftcluster.ts';
import { memberIdOf, namedPlaces, placeOf, placesOf } from '../../src/membership/identity.ts';
import { settingsOf } from '../../src/membership/settings.ts';
import { idsOfInterest, podsOfInterest } from '../../src/membership/sighted.ts';
import { scaledDown } from './cluster.ts';

function settingsFor(...members: readonly (readonly [statefulSet: string, memberId: string])[]) {
  const spec = {
    store: { type: 'Arc' },
    members: members.map(([statefulSet, memberId]) => ({ statefulSet, memberId })),
  };
  return settingsOf('db', raftClusterSpec.parse(spec));
}

test('of one spec the settings are worked out once', () => {
  const spec = raftClusterSpec.parse({ store: { type: 'Arc' }, members: [{ statefulSet: 'arc' }] });
  expect(settingsOf('db', spec)).toBe(settingsOf('db', spec));
  expect(settingsOf('other', spec)).toMatchObject({ namespace: 'other' });
});

test('however many ids a store comes up with, each is read anew', () => {
  const settings = settingsFor(['arc', '{pod}']);
  for (let ordinal = 0; ordinal < 2500; ordinal++)
    expect(placeOf(`arc-${ordinal}`, settings)).toEqual({ set: 'arc', ordinal });
  expect(placeOf('arc-0', settings)).toEqual({ set: 'arc', ordinal: 0 });
});

test('however many templates there are, each is read by its own', () => {
  for (let index = 0; index <= 10_001; index++)
    expect(placeOf(`x${index}-1`, settingsFor(['arc', `x${index}-{ordinal}`]))).toEqual({ set: 'arc', ordinal: 1 });
});

describe('an id is read back', () => {
  const templates = fc.constantFrom(
    '{pod}',
    '{ordinal}',
    '{pod}.{namespace}',
    '{statefulSet}-{ordinal}',
    '{pod}/{pod}'.replace('/', '@'),
    '{statefulSet}.{pod}.{ordinal}.{namespace}.{namespace}',
    'constructor-{ordinal}',
    'a.b-{ordinal}',
    '{ordinal}:{pod}',
  );
  const sets = fc.constantFrom('arc', 'arc-1', 'a-b-c', 'x', '0');

  test('from whatever template formed it', () => {
    fc.assert(
      fc.property(templates, sets, fc.nat(2 ** 31 - 1), (template, set, ordinal) => {
        const id = memberIdOf(template, { set, ordinal }, 'db');
        expect(placeOf(id, settingsFor([set, template]))).toEqual({ set, ordinal });
      }),
    );
  });

  test('for sets outside the spec too, where the template names the set', () => {
    const settings = settingsFor(['arc', '{pod}.{namespace}'], ['brc', '{statefulSet}.{pod}']);
    expect(namedPlaces('old-3.db', settings)).toEqual([{ set: 'old', ordinal: 3 }]);
    expect(namedPlaces('old.old-3', settings)).toEqual([{ set: 'old', ordinal: 3 }]);
    expect(namedPlaces('old.new-3', settings)).toEqual([]);
    expect(namedPlaces('arc-3.db', settings)).toEqual([{ set: 'arc', ordinal: 3 }]);
  });

  test('and in no other way', () => {
    const settings = settingsFor(['arc', '{pod}']);
    for (const id of [
      'arc',
      'arc-',
      'arc-03',
      'arc--3',
      'arc-3x',
      'xarc-3',
      'ARC-3',
      'arc-2147483648',
      'arc-3\n',
      'arc.3',
    ]) {
      expect(placesOf(id, settings)).toEqual([]);
    }
  });

  test('as nothing, if two readings of a foreign id differ', () => {
    const settings = settingsFor(['arc', '{pod}'], ['brc', '{statefulSet}-a-{ordinal}']);
    expect(namedPlaces('x-a-3', settings)).toHaveLength(2);
    expect(placeOf('x-a-3', settings)).toBeUndefined();
  });
});

test('the names of pods that must be read: of members by their place, of decommissioned ids by any', () => {
  const world = scaledDown().spec({ decommission: ['old-3', 'stranger', 'No/Pod'] });
  const ids = idsOfInterest(world.observe(), world.settings(), undefined);
  expect(podsOfInterest([...ids, 'arc-4', 'unmanaged'], world.settings())).toEqual(
    new Set(['old-3', 'stranger', 'arc-4']),
  );
});
