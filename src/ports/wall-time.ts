/** `2027-01-31T12:00:00Z`, the form of Kubernetes' `Time`, from wall-clock milliseconds. */
export function formatTime(wall: number): string {
  return `${new Date(wall).toISOString().slice(0, 19)}Z`;
}

/**
 * `2027-01-31T12:00:00.123000Z`, the form of Kubernetes' `MicroTime`, from wall-clock milliseconds.
 * The API server answers 400 to fewer than six fractional digits in a Lease or an Event.
 */
export function formatMicroTime(wall: number): string {
  return `${new Date(wall).toISOString().slice(0, -1)}000Z`;
}

/** `2027-01-31T12:00:00.123Z`, RFC 3339 with milliseconds, for what is timed rather than dated. */
export function formatMilliTime(wall: number): string {
  return new Date(wall).toISOString();
}

/** Wall-clock milliseconds of a `Time` or `MicroTime`; `undefined` for anything else. */
export function parseTime(text: string): number | undefined {
  const wall = Date.parse(text);
  return Number.isNaN(wall) ? undefined : wall;
}
