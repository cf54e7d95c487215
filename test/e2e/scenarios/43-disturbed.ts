import { setInterval } from 'node:timers/promises';

import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

export const disturbed = scenario('43: annotations rewritten every 2 s, and one pod hangs', async (scene) => {
  const { store, raft } = await scene.healthy(7);
  const { agent } = scene.suite.bed;
  await store.leadBy('arc-0');
  await raft.settledAs({ voters: ids(7), tolerance: 3 }, store);

  const stop = new AbortController();
  const rewriting = (async () => {
    for await (const _ of setInterval(2_000, undefined, { signal: stop.signal }))
      await raft.annotate({ 'example.com/seen': new Date().toISOString() });
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  try {
    agent.freeze(store.pod('arc-1'));
    store.ungraceful();
    await store.scaleTo(5);
    await raft.becomes('the end of both removals', ({ voters, removal }) => voters === 5 && removal === undefined);
    scene.expectDeletes([
      { member: 'arc-6', status: 200 },
      { member: 'arc-5', status: 200 },
    ]);
    raft.expectRemovals(['arc-6 Removed', 'arc-5 Removed']);
    await scene.show('both removed, one pod still hangs');
    agent.thaw(store.pod('arc-1'));
    await raft.settledAs({ voters: ids(5), tolerance: 2 }, store);
  } finally {
    stop.abort();
    await rewriting;
  }
});
