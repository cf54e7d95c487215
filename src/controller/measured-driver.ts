import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { StoreDriver } from '../stores/driver.ts';

/** The same driver, each of whose requests is timed. */
export function measuredDriver(store: string, driver: StoreDriver, clock: Clock, metrics: Metrics): StoreDriver {
  const timed = async <T extends { readonly kind: string }>(
    operation: 'read' | 'mayRemove' | 'remove',
    run: () => Promise<T>,
  ): Promise<T> => {
    const start = clock.now().monotonic;
    const result = await run();
    const duration = clock.now().monotonic - start;
    metrics.time('raftcluster_admin_request_duration_seconds', { store, operation, result: result.kind }, duration);
    return result;
  };
  return {
    traits: driver.traits,
    read: async (node) => timed('read', async () => driver.read(node)),
    mayRemove: async (node) => timed('mayRemove', async () => driver.mayRemove(node)),
    remove: async (node, id, mayStillSend) => timed('remove', async () => driver.remove(node, id, mayStillSend)),
  };
}
