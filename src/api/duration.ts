/**
 * The durations that a spec may hold: whole hours, minutes and seconds, each with its unit (`60s`, `5m`, `1m30s`). Every
 * text that matches is a Go duration too, so that CEL's `duration()` takes it.
 */
export const durationPattern = /^([0-9]{1,5}[hms]){1,3}$/;

const milliseconds: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/** Milliseconds. Throws a RangeError for a text that does not match `durationPattern`; a decoded spec holds none. */
export function parseDuration(text: string): number {
  if (!durationPattern.test(text)) throw new RangeError(`"${text}" is no duration such as 60s, 5m or 1m30s`);
  return (text.match(/[0-9]+[hms]/g) ?? [])
    .map((part) => Number(part.slice(0, -1)) * (milliseconds[part.slice(-1)] ?? Number.NaN))
    .reduce((sum, part) => sum + part, 0);
}
