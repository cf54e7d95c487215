/** Milliseconds as Go prints a `time.Duration`: `36.7ms`, `169.586µs`, `2.42s`, `1m3.5s`, `0s`. */
export function printDuration(milliseconds: number): string {
  const nanoseconds = Math.round(milliseconds * 1e6);
  if (nanoseconds === 0) return '0s';
  if (nanoseconds < 1e3) return `${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${fraction(nanoseconds, 3)}µs`;
  if (nanoseconds < 1e9) return `${fraction(nanoseconds, 6)}ms`;
  const minutes = Math.floor(nanoseconds / 60e9);
  const seconds = `${fraction(nanoseconds % 60e9, 9)}s`;
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

/** Go's zero time: never. */
export const zeroTime = '0001-01-01T00:00:00Z';

/** Wall milliseconds as Go prints a `time.Time` in JSON. */
export function printTime(wall: number | undefined): string {
  if (wall === undefined) return zeroTime;
  const micros = Math.floor((wall - Math.floor(wall)) * 1e3);
  const digits = new Date(Math.floor(wall)).toISOString().slice(0, -1) + String(micros).padStart(3, '0');
  return `${digits.replace(/\.?0+$/, '')}Z`;
}

/** An integer of 10^-`places` units with its point, without trailing zeros. */
function fraction(amount: number, places: number): string {
  const digits = String(amount).padStart(places + 1, '0');
  const [whole, rest] = [digits.slice(0, -places), digits.slice(-places).replace(/0+$/, '')];
  return rest === '' ? whole : `${whole}.${rest}`;
}
