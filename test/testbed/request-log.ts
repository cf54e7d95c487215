import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One line of `arcd`'s request log, and which pod wrote it. */
export interface LoggedRequest {
  /** The name of the pod that was asked; with `podUid`, the very pod. */
  readonly pod: string;
  readonly podUid: string;
  /** RFC 3339, nanoseconds. */
  readonly time: string;
  /** Milliseconds since the epoch, with a fraction. */
  readonly at: number;
  readonly node: string;
  /** A DELETE has two lines: `received`, then `answered` or `abandoned`; everything else only `answered`. */
  readonly phase: 'received' | 'answered' | 'abandoned';
  readonly method: string;
  readonly path: string;
  readonly status?: number;
  readonly tokenPresent: boolean;
  readonly fault?: string;
  readonly isLeader: boolean;
  readonly remote: string;
}

/** Where a pod's process is to write its log. */
export function requestLogFile(folder: string, pod: string, uid: string): string {
  return join(folder, `${pod}~${uid}.jsonl`);
}

/** What all pods that wrote below this folder were asked, dead or alive, in the order of time; no readiness probes. */
export function readRequestLog(folder: string): readonly LoggedRequest[] {
  const files = globSync('*.jsonl', { cwd: folder });
  return files.flatMap((file) => readFile(join(folder, file))).toSorted((a, b) => a.at - b.at);
}

function readFile(path: string): LoggedRequest[] {
  const [pod = '', podUid = ''] = basename(path, '.jsonl').split('~');
  const text = readFileSync(path, 'utf8');
  // What follows the last line break is still being written.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.flatMap((line) => {
    if (line === '') return [];
    const entry = JSON.parse(line) as Omit<LoggedRequest, 'pod' | 'podUid' | 'at'>;
    return entry.path === '/ready' ? [] : [{ ...entry, pod, podUid, at: milliseconds(entry.time) }];
  });
}

/** `Date` knows no more than milliseconds, and two nodes' lines may be closer than that. */
export function milliseconds(time: string): number {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '0';
  return Date.parse(time.replace(/\.\d+/, '')) + Number(`0.${fraction}`) * 1_000;
}
