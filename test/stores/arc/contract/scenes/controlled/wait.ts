import { z } from 'zod';
import type { ArcdCluster } from '../../arcd/cluster.ts';

/** Waits until a node has gone on for so many seconds more, by its own account: its loops have had their turn. */
export async function secondsMore(cluster: ArcdCluster, id: string, seconds: number): Promise<void> {
  const uptime = async (): Promise<number> =>
    up.parse((await cluster.ask({ to: id, method: 'GET', path: '/health' })).body).uptime_sec;
  const end = (await uptime()) + seconds;
  await cluster.until(`${id} to go on for ${seconds} s`, async () => (await uptime()) >= end);
}

const up = z.object({ uptime_sec: z.number() });

/** Once nobody leads any more, two elections are held, and nobody wins one. */
export async function nobodyIsElected(cluster: ArcdCluster, ids: readonly string[]): Promise<void> {
  await cluster.until('the leader to step down', async () => !(await cluster.views(ids)).some((view) => view.isLeader));
  const term = Math.max(...(await cluster.views(ids)).map((view) => view.term));
  const winner = await cluster.until('two elections', async () => {
    const views = await cluster.views(ids);
    const elected = views.find(({ isLeader }) => isLeader);
    return elected?.id ?? (views.some((view) => view.term >= term + 2) && 'nobody');
  });
  if (winner !== 'nobody') throw new Error(`${winner} was elected`);
}
