import type { Line } from '../engine/trace.ts';

/** A line that an operator logged. */
export interface LogLine {
  /** Virtual milliseconds. */
  readonly at: number;
  readonly operator: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** `info: Removal answered: removed {"raftCluster":"arc/arc"}`, as simulated operators tell what they log. */
export function logLineOf({ at, who, what }: Line): readonly LogLine[] {
  const { message, fields } = /^(?:info|warn|error): (?<message>.*?) (?<fields>\{.*\})$/s.exec(what)?.groups ?? {};
  if (!who.startsWith('operator-') || message === undefined || fields === undefined) return [];
  return [{ at, operator: who, message, fields: JSON.parse(fields) as LogLine['fields'] }];
}
