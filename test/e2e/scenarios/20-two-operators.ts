import { ApiProxy } from '../harness/api-proxy.ts';
import type { Write } from '../harness/api-proxy.ts';
import { operatorBehind } from '../harness/behind-proxy.ts';
import type { SceneOperator } from '../harness/operator-process.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';
import { removalIn } from '../harness/status-writes.ts';

// Nobody can know that nothing was sent, so the record of the sleeper ends by proof first.
export const asleepBeforeSend = sleeper('20a: two operators lead, one sleeps between fence and send', 'answer', {
  deletes: ['arc-3', 'arc-4'],
  removals: ['arc-4 NotRemoved', 'arc-3 Removed', 'arc-4 Removed'],
});

// What its record is written onto is not the newest state any more.
export const asleepOverFence = sleeper('20b: two operators lead, one sleeps over its record', 'request', {
  deletes: ['arc-4', 'arc-3'],
  removals: ['arc-4 Removed', 'arc-3 Removed'],
});

interface End {
  readonly deletes: readonly string[];
  readonly removals: readonly string[];
}

/** 5→3; whichever begins a removal first sleeps until the other has nothing left to do. */
function sleeper(title: string, withholds: 'request' | 'answer', { deletes, removals }: End) {
  return scenario(title, async (scene) => {
    const { access } = scene.suite.bed.controlPlane;
    const proxies = await Promise.all([ApiProxy.start(access), ApiProxy.start(access)]);
    try {
      scene.timeOnlyFollowers();
      const store = await scene.store(5);
      await scene.suite.crds();
      const pairs = await Promise.all(
        proxies.map(async (proxy, index) => ({
          proxy,
          operator: await operatorBehind(proxy, scene, `operator-${index + 1}`),
        })),
      );
      const raft = await scene.raftCluster({ admin: { removeTimeout: '15s' } });
      await raft.settledAs({ voters: ids(5) }, store);

      store.ungraceful();
      const first = Promise.race(pairs.map(async (pair) => asleep(pair, withholds)));
      await store.scaleTo(3);
      const { operator, held } = await first;
      for (const proxy of proxies) proxy.disarm();
      await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
      scene.expectDeletes(deletes.map((member) => ({ member })));

      held.release();
      operator.thaw();
      await operator.readyzIs(200, /ok/);
      await scene.pollsLater(2);
      await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
      scene.expectDeletes(deletes.map((member) => ({ member })));
      raft.expectRemovals(removals);
      await scene.show('the sleeper has woken and changed nothing');
    } finally {
      for (const proxy of proxies) proxy.close();
    }
  });
}

interface Pair {
  readonly proxy: ApiProxy;
  readonly operator: SceneOperator;
}

/** Resolves when the operator sleeps in the middle of writing a record of its own. */
async function asleep({ proxy, operator }: Pair, withholds: 'request' | 'answer') {
  const isOwn = (write: Write) => removalIn(write)?.holder.startsWith(operator.name) === true;
  const held = await proxy.intercept(withholds, isOwn);
  operator.freeze();
  return { operator, held };
}
