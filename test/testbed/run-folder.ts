import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, processIdentity } from './process-identity.ts';

const PREFIX = 'raftcluster-operator-';
const OWNER = 'owner';

/**
 * Everything a run writes is in one folder under the system's temporary folder, marked with the process that owns it.
 * A run that was killed leaves its folder behind; the next run removes it.
 */
export class RunFolder {
  readonly path: string;

  /** Runs of another `prefix` have more to put away than their folder, and do so themselves. */
  constructor(prefix: string = PREFIX) {
    for (const path of abandonedRuns(prefix)) rmSync(path, { recursive: true, force: true });
    this.path = mkdtempSync(join(tmpdir(), prefix));
    writeFileSync(join(this.path, OWNER), processIdentity(process.pid));
  }

  /** A folder inside, made when it is not there yet. */
  folder(...parts: readonly string[]): string {
    const path = join(this.path, ...parts);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** The path of a file inside, written at once when `content` is given. Only the owner may read it. */
  file(name: string, content?: string): string {
    const path = join(this.path, name);
    if (content !== undefined) writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/** The folders of runs that were killed. */
export function abandonedRuns(prefix: string): readonly string[] {
  const runs = readdirSync(tmpdir()).filter((name) => name.startsWith(prefix));
  return runs
    .map((name) => join(tmpdir(), name))
    .filter((path) => {
      const owner = ownerOf(path);
      return owner !== undefined && !isAlive(owner);
    });
}

/** Undefined when there is no mark: then it is no run's folder, or one that is being made right now. */
function ownerOf(path: string): string | undefined {
  try {
    return readFileSync(join(path, OWNER), 'utf8');
  } catch {
    return undefined;
  }
}
