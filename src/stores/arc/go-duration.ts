const longestText = 64;
/** `time.Duration` counts nanoseconds in 63 bits. */
const longestDuration = 2 ** 63;

/** Nanoseconds a unit. Go prints the micro sign (U+00B5); it reads the Greek letter (U+03BC) and `us` as well. */
const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  '\u00b5s': 1e3,
  '\u03bcs': 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3_600e9,
};

const part = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;

/**
 * A duration as Go's `time.ParseDuration` reads it (`169.586µs`, `1h2m3.5s`, `0`), in milliseconds. Signs are
 * refused: nothing that Arc measures lies in the future. `undefined`: it is none.
 */
export function parseGoDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (text === '' || text.length > longestText) return undefined;
  let nanoseconds = 0;
  let at = 0;
  while (at < text.length) {
    part.lastIndex = at;
    const [, amount, unit = ''] = part.exec(text) ?? [];
    const size = units[unit];
    if (size === undefined) return undefined;
    nanoseconds += Number(amount) * size;
    at = part.lastIndex;
  }
  return nanoseconds <= longestDuration ? Math.round(nanoseconds) / 1e6 : undefined;
}
