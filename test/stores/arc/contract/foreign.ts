import { z } from 'zod';
import { judgeRow } from './judge-row.ts';
import type { Need, Row, Scene } from './row.ts';
import { send } from './send.ts';
import { CLUSTER, Site } from './site.ts';
import { notRun, outcomeOf, type Verdict, verdict } from './verdict.ts';
import type { Generation } from './view.ts';

export interface Allowance {
  /** A live node may be removed. */
  readonly removals: boolean;
}

/** A cluster that the suite did not make: its ids, generation and authentication are found out by asking. */
export async function discover(
  urls: readonly string[],
  adminToken: string | undefined,
  readerToken: string | undefined,
): Promise<Site> {
  const ids = new Map<string, string>();
  for (const url of urls) ids.set(await localId(new URL(url).origin, adminToken), new URL(url).origin);
  if (ids.size < urls.length) throw new Error(`two of the URLs lead to one node: ${[...ids.keys()].join(', ')}`);
  const [first = ''] = ids.values();
  const open = await send({ to: '', origin: first, method: 'GET', path: CLUSTER }, {});
  const spec = { urls: ids, adminToken, readerToken, authenticates: open.status === 401 };
  const [to = ''] = ids.keys();
  const { membership } = await new Site({ ...spec, generation: 'A' }).view(to);
  return new Site({ ...spec, generation: membership === undefined ? 'A' : 'B' });
}

/** Judges what can be judged by asking; each other row of the generation is listed with why it was not run. */
export async function runOnSite(
  site: Site,
  asked: readonly Scene<Site>[],
  controlled: readonly Scene[],
  allowance: Allowance,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const row of asked.flatMap(({ rows }) => rows).filter((one) => isOf(site.generation, one))) {
    const why = (row.needs ?? ['token']).map((need) => lacking(need, site, allowance)).find((one) => one !== undefined);
    const outcome = why === undefined ? outcomeOf(await judgeRow(row, site)) : notRun(why);
    verdicts.push(verdict(row, site.generation, outcome));
  }
  for (const scene of controlled.filter((one) => isOf(site.generation, one))) {
    for (const row of scene.rows.filter((one) => isOf(site.generation, one))) {
      verdicts.push(verdict(row, site.generation, notRun(`needs control of the processes: ${scene.name}`)));
    }
  }
  return verdicts;
}

function isOf(generation: Generation, { generation: only }: Pick<Row, 'generation'>): boolean {
  return (only ?? generation) === generation;
}

function lacking(need: Need, site: Site, { removals }: Allowance): string | undefined {
  switch (need) {
    case 'token':
      return site.authenticates && site.adminToken === undefined ? 'needs TOKEN, one with admin' : undefined;
    case 'reader':
      return site.readerToken === undefined ? 'needs READ_TOKEN, a valid one without admin' : undefined;
    case 'authentication':
      return site.authenticates ? undefined : 'this cluster asks for no token';
    case 'followers':
      return site.ids.length >= 3 ? undefined : 'needs the URLs of three nodes or more';
    case 'removal':
      return removals ? undefined : 'may remove a live node: needs DESTRUCTIVE=1';
  }
}

async function localId(url: string, token: string | undefined): Promise<string> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const path = '/api/v1/cluster/local';
  const { status, body } = await send({ to: '', origin: url, method: 'GET', path, headers }, {});
  const local = z.object({ id: z.string() }).safeParse(body);
  if (status === 200 && local.success) return local.data.id;
  const cure = status === 401 ? '; set TOKEN to a valid token' : '';
  throw new Error(`${url}${path} does not say which node it is: ${status} ${JSON.stringify(body)}${cure}`);
}
