import type { Log, LogFields } from '../../src/ports/log.ts';

export interface Line {
  readonly level: keyof Log;
  readonly fields: LogFields;
  readonly message: string;
}

/** A log that a test can read. */
export function testLog(): Log & { readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const at = (level: keyof Log) => (fields: LogFields, message: string) => void lines.push({ level, fields, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
