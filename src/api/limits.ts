/**
 * The longest lists and texts that a RaftCluster may hold. The API server refuses a status beyond them whole, so whoever
 * writes one clips to them first.
 */
export const limits = {
  /** StatefulSets of a spec, and their entries in a status. */
  sets: 16,
  /** Members in a status. A store that shows more is not believed. */
  members: 64,
  absentees: 64,
  leftovers: 64,
  /** Entries of `spec.decommission` and of `status.decommissioned`. */
  decommissioned: 64,
  /** Finished removals in a status. */
  removals: 16,
  /** Characters (Unicode code points) of a member id: Arc takes up to 256 bytes. */
  memberId: 256,
  /** Characters of `message`, `answer`, `evidence` and `why`. */
  text: 1024,
  /** Characters of the name of an operator replica. */
  holder: 253,
} as const;

/** `text`, or as much of it as `limits.text` lets through. */
export function clipped(text: string): string {
  const characters = Array.from(text);
  return characters.length <= limits.text ? text : `${characters.slice(0, limits.text - 1).join('')}…`;
}
