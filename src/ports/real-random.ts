import { randomUUID } from 'node:crypto';
import type { Random } from './random.ts';

export function createRandom(): Random {
  return { fraction: () => Math.random(), uuid: () => randomUUID() };
}
