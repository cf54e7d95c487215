import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const chart = 'charts/raftcluster-operator';
const run = promisify(execFile);
/** In the CRD: what the older chart does not have, so that an upgrade must bring it. */
const shortName = '    shortNames:\n      - raft\n';

export interface OlderChart {
  readonly path: string;
  /** Undefined: no commit before this one has a chart, so it is this one's. */
  readonly commit: string | undefined;
}

/**
 * What a user upgrades from: the chart of the commit before this one (of this one, where there is no history), with a CRD
 * that knows no short name yet.
 */
export async function olderChart(folder: string): Promise<OlderChart> {
  const path = `${folder}/${chart}`;
  const commit = await unpacked(folder, path);
  if (commit === undefined) cpSync(`${root}${chart}`, path, { recursive: true });
  const template = `${path}/templates/crd.yaml`;
  const crd = readFileSync(template, 'utf8');
  if (!crd.includes(shortName)) throw new Error(`the CRD of ${commit ?? 'the chart'} has no short name to leave out`);
  writeFileSync(template, crd.replace(shortName, ''));
  return { path, commit };
}

async function unpacked(folder: string, path: string): Promise<string | undefined> {
  for (const commit of ['HEAD~1', 'HEAD']) {
    const tar = `${folder}/chart.tar`;
    const archived = await run('git', ['archive', '--output', tar, commit, chart], { cwd: root }).catch(
      () => undefined,
    );
    if (archived === undefined) continue;
    await run('tar', ['-xf', tar, '-C', folder]);
    if (existsSync(`${path}/Chart.yaml`)) return commit;
  }
  return undefined;
}
