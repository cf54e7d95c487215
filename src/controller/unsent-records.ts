/** More records than that are never in doubt at once: a status holds one. */
const most = 16;

/**
 * The records of this process that are known never to have led to a request: should one stand in a status, it is taken
 * out again. It may come to stand there late, when the write of it timed out.
 */
export class UnsentRecords {
  /** `startedAt` of the records, by RaftCluster; bound to its UID. */
  readonly #known = new Map<string, { readonly uid: string; readonly startedAt: Set<string> }>();

  add(key: string, uid: string, startedAt: string): void {
    const known = this.#of(key, uid) ?? new Set<string>();
    const [oldest] = known.size === most ? known : [];
    if (oldest !== undefined) known.delete(oldest);
    this.#known.set(key, { uid, startedAt: known.add(startedAt) });
  }

  has(key: string, uid: string, startedAt: string): boolean {
    return this.#of(key, uid)?.has(startedAt) ?? false;
  }

  delete(key: string, uid: string, startedAt: string): void {
    this.#of(key, uid)?.delete(startedAt);
  }

  forget(key: string): void {
    this.#known.delete(key);
  }

  #of(key: string, uid: string): Set<string> | undefined {
    const known = this.#known.get(key);
    return known?.uid === uid ? known.startedAt : undefined;
  }
}
