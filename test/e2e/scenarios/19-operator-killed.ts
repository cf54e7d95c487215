import { ApiProxy } from '../harness/api-proxy.ts';
import { operatorBehind } from '../harness/behind-proxy.ts';
import { ids } from '../harness/scene.ts';
import type { Scene } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';
import { removalIn, statusIn } from '../harness/status-writes.ts';

export const killedBeforeFence = killedAt('19a: killed before the record is written', async ({ proxy, meanwhile }) => {
  const intercepted = proxy.intercept('request', (write) => removalIn(write) !== undefined);
  await meanwhile();
  await intercepted;
  return { deletes: ['arc-4', 'arc-3'], removals: ['arc-4 Removed', 'arc-3 Removed'] };
});

// Nobody can know that nothing was sent, so the record has to end by proof; then the others get their turn.
export const killedBeforeSend = killedAt(
  '19b: killed between the record and the DELETE',
  async ({ proxy, meanwhile }) => {
    const intercepted = proxy.intercept('answer', (write) => removalIn(write) !== undefined);
    await meanwhile();
    await intercepted;
    return { deletes: ['arc-3', 'arc-4'], removals: ['arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed'] };
  },
);

export const killedInFlight = killedAt(
  '19c: killed while the DELETE is in flight',
  async ({ scene, setFaults, meanwhile }) => {
    await setFaults({ delete: 'hang-after-success', count: 1 });
    await meanwhile();
    await scene.deletion('the DELETE that hangs', ({ member }) => member === 'arc-4');
    return { deletes: ['arc-4', 'arc-3'], removals: ['arc-4 Removed', 'arc-3 Removed'] };
  },
);

export const killedBeforeReport = killedAt(
  '19d: killed between the answer and the report',
  async ({ proxy, meanwhile }) => {
    const intercepted = proxy.intercept('request', (write) => statusIn(write)?.removals?.length === 1);
    await meanwhile();
    await intercepted;
    return { deletes: ['arc-4', 'arc-3'], removals: ['arc-4 Removed', 'arc-3 Removed'] };
  },
);

interface Stage {
  readonly scene: Scene;
  readonly proxy: ApiProxy;
  readonly setFaults: (faults: Readonly<Record<string, unknown>>) => Promise<void>;
  /** The scale-down that the operator is to be killed over. */
  readonly meanwhile: () => Promise<void>;
}

interface End {
  readonly deletes: readonly string[];
  readonly removals: readonly string[];
}

/** 5→3; the operator gets SIGKILL at the moment for which `until` waits, and another one goes on. */
function killedAt(title: string, until: (stage: Stage) => Promise<End>) {
  return scenario(title, async (scene) => {
    const { access } = scene.suite.bed.controlPlane;
    const proxy = await ApiProxy.start(access);
    try {
      // The proxy runs in this busy process and slows down what passes through it.
      scene.timeOnlyFollowers();
      const store = await scene.store(5);
      const first = await operatorBehind(proxy, scene, 'first');
      const raft = await scene.raftCluster({ admin: { removeTimeout: '15s' } });
      await raft.settledAs({ voters: ids(5) }, store);

      store.ungraceful();
      const setFaults = (faults: Readonly<Record<string, unknown>>) => store.setFaults(faults);
      const end = await until({ scene, proxy, setFaults, meanwhile: () => store.scaleTo(3) });
      await first.kill();
      await scene.operator({ name: 'second' });
      await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
      scene.expectDeletes(end.deletes.map((member) => ({ member })));
      raft.expectRemovals(end.removals);
      await scene.show('the second operator went on');
    } finally {
      proxy.close();
    }
  });
}
