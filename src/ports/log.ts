/** What a line carries besides its message: flat, and never a token, a header or a body. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The log as the code may know it; pino fits as it is. A message says what happened, its fields say to whom. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}
