import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';

import { waitUntil, within } from '../../testbed/wait-until.ts';
import { leaksIn } from '../harness/leaks.ts';
import type { Scene } from '../harness/scene.ts';
import { ids } from '../harness/scene.ts';
import { scenario } from '../harness/scenario.ts';

const admin = 'canary/admin+token=of-at-least-32?chars&';
const wrong = 'canary/wrong+token=of-at-least-32?chars&';
const beside = 'canary/beside+the=token?and&never-read';
const tokenSecretRef = { name: 'admin', key: 'bootstrap-token' };

export const canary = scenario('canary: what Secrets hold is in no output, whatever goes wrong', async (scene) => {
  await scene.token('store', admin);
  await scene.token('admin', wrong, { beside });
  const store = await scene.store(3, { tokenSecret: 'store', token: admin });
  const operator = await scene.operator();
  const raft = await scene.raftCluster({ admin: { tokenSecretRef } });
  await raft.conditionIs('QuorumHealthy', { status: 'Unknown', reason: 'AdminUnauthorized' });
  const first = await served(operator.lines);
  await scene.show('a wrong token');
  await scene.token('admin', admin, { beside });
  await raft.annotate({ 'raftcluster.dev/requestedAt': 'the token is another one' });
  await raft.settledAs({ voters: ids(3), tolerance: 1 }, store);
  scene.timeNothing();
  await store.leadBy('arc-0');
  await store.setFaults({ delete: 'error-after-success' });
  store.ungraceful();
  await store.scaleTo(2);
  await raft.settledAs({ voters: ids(2), tolerance: 0 }, store);
  scene.expectDeletes([{ member: 'arc-2' }]);

  const texts = [...first, ...(await served(operator.lines)), ...(await spoken(scene))];
  expect(texts.map((text) => text.length).every((length) => length > 0)).toBe(true);
  const serviceAccount = /token: "?(?<token>[\w.-]{40,})/.exec(readFileSync(scene.suite.kubeconfig, 'utf8'))?.groups?.[
    'token'
  ];
  expect(serviceAccount).toBeDefined();
  expect(leaksIn([...texts, operator.output].join('\n'), [admin, wrong, beside, serviceAccount ?? ''])).toEqual([]);
});

/** Everything that an operator answers to whoever asks it: probes, metrics, the status page and the pages it leads to. */
async function served(lines: readonly Readonly<Record<string, unknown>>[]): Promise<readonly string[]> {
  const { healthPort, metricsPort, uiPort } = lines.find(({ msg }) => msg === 'Started') ?? {};
  const ask = async (port: unknown, path: string) => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, { signal: AbortSignal.timeout(5_000) });
    return `${JSON.stringify([...answer.headers])}\n${await answer.text()}`;
  };
  const front = await ask(uiPort, '/');
  const links = [...front.matchAll(/href="(?<path>\/[^"]*)"/g)].flatMap(({ groups }) => groups?.['path'] ?? []);
  expect(links).not.toEqual([]);
  const pages = await Promise.all([...new Set(links)].map(async (path) => ask(uiPort, path)));
  const others = await Promise.all([
    ask(healthPort, '/livez'),
    ask(healthPort, '/readyz'),
    ask(metricsPort, '/metrics'),
  ]);
  return [front, ...pages, ...others];
}

/** What other runs of the program say: `--check`, one that crashes in the middle of its work, one with a bad kubeconfig. */
async function spoken({ suite, namespace }: Scene): Promise<readonly string[]> {
  const { run, processes } = suite.bed;
  const start = (name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    processes.start({
      name,
      file: process.execPath,
      args: [suite.bundle, '--namespace', namespace, ...args],
      env: { PATH: process.env['PATH'] ?? '', ...env },
      log: run.file(`${namespace}-${name}.log`),
    });
  const own = ['--kubeconfig', suite.kubeconfig];
  const check = start('check', [...own, '--check']);
  const addresses = ['--health-address', '127.0.0.1:0', '--metrics-address', '0', '--leader-elect', 'false'];
  const plant = "--import=data:text/javascript,process.once('SIGUSR2',()=>{throw(new(Error)('planted'))})";
  const crashing = start('crashing', [...own, ...addresses, '--log-level', 'debug'], { NODE_OPTIONS: plant });
  const said = (text: string) => () => readFileSync(crashing.log, 'utf8').includes(text);
  await waitUntil('the caches of the one that crashes', { timeout: 60_000 }, said('Caches are complete'));
  crashing.signal('SIGUSR2');
  const config = JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: `https://admin:${encodeURIComponent(admin)}@127.0.0.1` } }],
    users: [],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
  const misled = start('misled', ['--kubeconfig', run.file(`${namespace}-misled.kubeconfig`, config)]);
  const all = [check, crashing, misled];
  await Promise.all(all.map(({ exited }) => within(60_000, 'the end of a run', exited)));
  expect(readFileSync(crashing.log, 'utf8')).toContain('Error: planted');
  return all.map(({ log }) => readFileSync(log, 'utf8'));
}
