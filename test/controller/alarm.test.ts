import { expect, test } from '@jest/globals';

import { Alarm } from '../../src/controller/alarm.ts';
import { ManualClock } from '../kube/manual-clock.ts';

function setUp(attempt: () => void = () => {}) {
  const clock = new ManualClock();
  const looks: string[] = [];
  const raise = async (key: string, doubted: ReadonlySet<string>): Promise<void> => {
    looks.push([key, ...doubted].join(' '));
    attempt();
  };
  const alarm = new Alarm({ clock, raise });
  const after = async (milliseconds: number): Promise<readonly string[]> => {
    await clock.advance(milliseconds);
    return looks.splice(0);
  };
  return { alarm, after, now: () => clock.now().monotonic };
}

test('looks once, a while after the first of several events, and not again', async () => {
  const { alarm, after } = setUp();
  alarm.ring('a');
  alarm.ring('b');
  expect(await after(399)).toEqual([]);
  alarm.ring('a');
  expect(await after(1)).toEqual(['a', 'b']);
  expect(await after(100_000)).toEqual([]);
  alarm.ring('a');
  expect(await after(400)).toEqual(['a']);
});

test('doubts a pod until a pass has concluded that began later', async () => {
  const { alarm, after, now } = setUp();
  const before = now();
  await after(10);
  alarm.ring('a', 'arc-1');
  alarm.concluded('a', before);
  alarm.concluded('b', before);
  expect(await after(400)).toEqual(['a arc-1']);
  alarm.ring('a');
  expect(await after(400)).toEqual(['a arc-1']);
  alarm.concluded('a', now());
  alarm.ring('a');
  expect(await after(400)).toEqual(['a']);
});

test('tries again, later and later, until the floors are written', async () => {
  let failures = 2;
  const { alarm, after } = setUp(() => {
    if (failures-- > 0) throw new Error('conflict');
  });
  alarm.ring('a');
  expect(await after(400)).toEqual(['a']);
  expect(await after(799)).toEqual([]);
  expect(await after(1)).toEqual(['a']);
  expect(await after(1_600)).toEqual(['a']);
  expect(await after(100_000)).toEqual([]);
});

test('is silent once it is closed, also while it looks', async () => {
  const { alarm, after } = setUp(() => {
    alarm.close();
    throw new Error('the API server is away');
  });
  alarm.ring('a');
  alarm.ring('b');
  expect(await after(400)).toEqual(['a']);
  alarm.ring('c');
  expect(await after(100_000)).toEqual([]);
});
