/**
 * The contract of Arc's admin API: `node test/stores/arc/contract/contract.check.ts` judges `arcd` in both generations;
 * with `ARC=http://…,http://…` (and TOKEN, READ_TOKEN, DESTRUCTIVE=1) the cluster there. Its last line is
 * `N rows passed, N failed, N not run`.
 */
import { prepareGround } from './arcd/ground.ts';
import { discover, runOnSite } from './foreign.ts';
import { line, ordered, summary } from './report.ts';
import { runOnArcd } from './run-on-arcd.ts';
import { asked, controlled } from './scenes/all.ts';
import type { Verdict } from './verdict.ts';

const { ARC, TOKEN, READ_TOKEN, DESTRUCTIVE } = process.env;

try {
  const verdicts = ARC === undefined ? await ofArcd() : await ofSite(ARC.split(',').map((url) => url.trim()));
  print(verdicts);
  process.exitCode = verdicts.some(({ outcome }) => outcome.kind === 'failed') ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function print(verdicts: readonly Verdict[]): void {
  for (const verdict of ordered(verdicts)) console.log(line(verdict));
  for (const generation of ['A', 'B'] as const) {
    const own = verdicts.filter((verdict) => verdict.generation === generation);
    if (own.length > 0) console.log(`generation ${generation}: ${summary(own)}`);
  }
  console.log(summary(verdicts));
}

async function ofArcd(): Promise<readonly Verdict[]> {
  const ground = await prepareGround(console.error);
  try {
    return await runOnArcd(ground, [...asked, ...controlled]);
  } finally {
    await ground.end();
  }
}

async function ofSite(urls: readonly string[]): Promise<readonly Verdict[]> {
  const site = await discover(urls, TOKEN, READ_TOKEN);
  return runOnSite(site, asked, controlled, { removals: DESTRUCTIVE === '1' });
}
