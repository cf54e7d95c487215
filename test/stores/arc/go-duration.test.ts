import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseGoDuration } from '../../../src/stores/arc/go-duration.ts';

/** Each as Go 1.26 prints or reads it. */
test.each([
  ['0', 0],
  ['0s', 0],
  ['1ns', 0.000001],
  ['999ns', 0.000999],
  ['1µs', 0.001],
  ['169.586µs', 0.169586],
  ['1us', 0.001],
  ['1μs', 0.001],
  ['999.999µs', 0.999999],
  ['36.7ms', 36.7],
  ['48.682715ms', 48.682715],
  ['999.999999ms', 999.999999],
  ['1s', 1_000],
  ['2.42s', 2_420],
  ['5.113896037s', 5_113.896037],
  ['59.999999999s', 59_999.999999],
  ['1m0s', 60_000],
  ['1h2m3.5s', 3_723_500],
  ['100h0m0.000000001s', 360_000_000.000001],
  ['2562047h47m16.854775807s', 2 ** 63 / 1e6],
  ['1.s', 1_000],
  ['.5s', 500],
  ['5m1h', 3_900_000],
  ['1h1h', 7_200_000],
  ['00001s', 1_000],
])('reads %s', (text, milliseconds) => expect(parseGoDuration(text)).toBe(milliseconds));

test.each(
  [
    [
      '',
      's',
      '.s',
      '1',
      '1.2.3s',
      ' 1s',
      '1s ',
      '1 s',
      '1e3s',
      '1d',
      '1S',
      '1,5s',
      '0x1s',
      '٣s',
      'never',
      'NaN',
      '-1.5s',
      '+5s',
    ],
    ['00', '1ms2', 'Infinitys', '2562048h', `${'9'.repeat(40)}h`, '1s'.repeat(33), '__proto__', '1constructor'],
  ].flat(),
)('refuses %j', (text) => expect(parseGoDuration(text)).toBeUndefined());

describe('properties', () => {
  test('reads back what Go prints, to the nanosecond', () => {
    const nanoseconds = fc.oneof(
      fc.bigInt(0n, 2n ** 53n),
      fc.bigInt(0n, 10n ** 9n),
      fc.bigInt(0n, 10n ** 6n),
      fc.bigInt(0n, 9_007_199n).map((seconds) => seconds * 10n ** 9n),
    );
    fc.assert(
      fc.property(nanoseconds, (each) => expect(parseGoDuration(printLikeGo(each))).toBe(Number(each) / 1e6)),
      { numRuns: 5_000 },
    );
  });

  test('any text is a duration in Go’s range or refused', () => {
    const pieces = fc.array(fc.constantFrom('0', '1', '99', '.', 'ns', 'µs', 'us', 'ms', 's', 'm', 'h', '-', ' '));
    const text = fc.oneof(
      fc.string(),
      pieces.map((each) => each.join('')),
    );
    fc.assert(
      fc.property(text, (each) => {
        const milliseconds = parseGoDuration(each);
        return milliseconds === undefined || (milliseconds >= 0 && milliseconds < 1e13);
      }),
      { numRuns: 10_000 },
    );
  });
});

/** `time.Duration.String` of Go, in whole numbers. */
function printLikeGo(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  if (nanoseconds < 1_000n) return `${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return `${decimal(nanoseconds, 3)}µs`;
  if (nanoseconds < 1_000_000_000n) return `${decimal(nanoseconds, 6)}ms`;
  const minutes = nanoseconds / 60_000_000_000n;
  const seconds = `${decimal(nanoseconds % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const fraction = (value % unit).toString().padStart(digits, '0').replace(/0+$/, '');
  return fraction === '' ? `${value / unit}` : `${value / unit}.${fraction}`;
}
