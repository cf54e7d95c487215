import { createArcDriver } from './arc/arc-driver.ts';
import type { StoreDriver } from './driver.ts';

/** Every store the operator speaks to, by `spec.store.type`. Another store is another folder and another line here. */
export const drivers = {
  Arc: createArcDriver,
} as const satisfies Readonly<Record<string, () => StoreDriver>>;
