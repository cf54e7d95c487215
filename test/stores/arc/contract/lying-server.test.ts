import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { discover, runOnSite } from './foreign.ts';
import { judgeRow } from './judge-row.ts';
import type { Row } from './row.ts';
import { refusals } from './scenes/asked/refusals.ts';
import { tokens } from './scenes/asked/tokens.ts';
import { Site } from './site.ts';

const LEADER = 'arc-writer-0';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A lone leader, honest but for what `lies` answers instead. */
async function leaderThat(lies: (method: string, path: string) => object | undefined): Promise<string> {
  let lastLogIndex = 7;
  const honest = (method: string, path: string): object => {
    if (method === 'DELETE') {
      lastLogIndex += 2;
      return { success: true, message: 'node removed from cluster', node_id: path.split('/').at(-1) };
    }
    if (path.endsWith('/nodes')) return { nodes: [{ id: LEADER }], total: 1 };
    if (path.endsWith('/local')) return { id: LEADER, is_local: true };
    return overview(lastLogIndex);
  };
  server = createServer(({ method = '', url = '' }, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(lies(method, url) ?? honest(method, url)));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const overview = (lastLogIndex: number): object => ({
  local_node_id: LEADER,
  total_cores: 2,
  raft: {
    is_leader: true,
    leader_id: LEADER,
    state: 'Leader',
    stats: {
      term: '2',
      last_log_index: `${lastLogIndex}`,
      latest_configuration: `[{Suffrage:Voter ID:${LEADER} Address:127.0.0.1:9200}]`,
    },
  },
});

const siteOf = (url: string): Site =>
  new Site({ generation: 'A', urls: new Map([[LEADER, url]]), authenticates: false });

function rowNamed(name: string): Row {
  const row = [...refusals, ...tokens].find((one) => one.name.startsWith(name));
  if (row === undefined) throw new Error(`no row is named ${name}`);
  return row;
}

const unknownId = rowNamed('unknown id that never existed');

test('a row holds for a server that keeps to it', async () => {
  const url = await leaderThat(() => undefined);
  await expect(judgeRow(unknownId, siteOf(url))).resolves.toBeUndefined();
});

test('a row fails when the answer has another text', async () => {
  const url = await leaderThat((method) => (method === 'DELETE' ? { success: true, message: 'done' } : undefined));
  await expect(judgeRow(unknownId, siteOf(url))).resolves.toContain('expected "node removed from cluster"');
});

test('a row fails when the answer has one key more', async () => {
  const url = await leaderThat((method, path) =>
    method === 'DELETE'
      ? { success: true, message: 'node removed from cluster', node_id: path.split('/').at(-1), version: 2 }
      : undefined,
  );
  await expect(judgeRow(unknownId, siteOf(url))).resolves.toContain('Unrecognized key: "version"');
});

test('a row fails when the status is another one', async () => {
  const url = await leaderThat(() => undefined);
  await expect(judgeRow(rowNamed('the id of the leader that answers'), siteOf(url))).resolves.toContain(
    'wanted 400, got 200',
  );
});

test('a row fails when a store changes that must not', async () => {
  let asked = 0;
  const url = await leaderThat((method, path) =>
    method === 'GET' && path.endsWith('/nodes') ? { nodes: [{ id: `node-${(asked += 1)}` }] } : undefined,
  );
  await expect(judgeRow(unknownId, siteOf(url))).resolves.toContain('the stores changed from');
});

test('a row fails when nobody answers', async () => {
  const url = await leaderThat(() => undefined);
  server?.close();
  await expect(judgeRow(rowNamed('there is no rate limit'), siteOf(url))).resolves.toContain('wanted 200, got none');
});

test('what a cluster lacks, and what nobody allowed, is not run', async () => {
  const url = await leaderThat(() => undefined);
  const site = await discover([url], undefined, undefined);
  const rows = [rowNamed('no token: 401 for a GET'), rowNamed('a follower:'), rowNamed('routes are case-insensitive')];
  const scene = { name: 'as found', cluster: { ids: [] }, rows };
  const verdicts = await runOnSite(site, [scene], [{ ...scene, rows }], { removals: false });
  expect(verdicts.map(({ outcome }) => (outcome.kind === 'notRun' ? outcome.why : outcome.kind))).toEqual([
    'this cluster asks for no token',
    'needs the URLs of three nodes or more',
    'needs the URLs of three nodes or more',
    ...rows.map(() => 'needs control of the processes: as found'),
  ]);
});
