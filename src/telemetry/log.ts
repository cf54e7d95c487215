import { pino, stdSerializers } from 'pino';

import type { Log } from '../ports/log.ts';

/** One JSON object a line on standard output. Without transports: each would cost a worker thread of 16 MB. */
export function createLog(level: 'debug' | 'info' | 'warn' | 'error'): Log {
  return pino({
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: stdSerializers.err },
  });
}
