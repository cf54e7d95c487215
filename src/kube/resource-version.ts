/**
 * Whether `a` is newer than `b`. Resource versions are integers of any length without leading zeros, so more digits are
 * more; documented as comparable within one resource since Kubernetes 1.35 (KEP-5504), true long before.
 */
export function isNewer(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
