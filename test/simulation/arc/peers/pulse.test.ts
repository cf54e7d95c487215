import { describe, expect, test } from '@jest/globals';

import { Pulse, pulseInterval } from './pulse.ts';

describe('a pulse', () => {
  const sender = { startedAt: 100 };

  test('has no stamp before the first heartbeat', () => {
    const pulse = new Pulse();
    pulse.settle(sender, 100, 0);
    expect(pulse.stamp(100 + pulseInterval - 1, 0)).toBeUndefined();
  });

  test('keeps the stamp of the last heartbeat when its sender is gone', () => {
    const pulse = new Pulse();
    pulse.settle(sender, 100, 0);
    pulse.settle(undefined, 100 + 2 * pulseInterval + 1, 0);
    expect(pulse.heardAt(100_000)).toBe(100 + 2 * pulseInterval);
    expect(pulse.stamp(100_000, 0)).toBe(100 + 2 * pulseInterval);
  });

  test('keeps a stamp as it was written when the clock of the receiver jumps', () => {
    const pulse = new Pulse();
    pulse.settle(sender, 100, 0);
    const now = 100 + pulseInterval + 1;
    pulse.settle(sender, now, 0);
    expect(pulse.stamp(now, 120_000)).toBe(100 + pulseInterval);
    expect(pulse.stamp(now + pulseInterval, 120_000)).toBe(100 + 2 * pulseInterval + 120_000);
  });
});
