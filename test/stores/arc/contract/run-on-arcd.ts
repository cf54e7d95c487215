import { ArcdCluster } from './arcd/cluster.ts';
import type { Ground } from './arcd/ground.ts';
import { judgeRow, reasons } from './judge-row.ts';
import type { Scene } from './row.ts';
import { notRun, outcomeOf, type Verdict, verdict } from './verdict.ts';
import type { Generation } from './view.ts';

/** How many clusters run at once: they mostly wait for elections, and two cores are enough for this many. */
const AT_ONCE = 5;

/** Plays each scene on a cluster of its own, in both generations. */
export async function runOnArcd(ground: Ground, scenes: readonly Scene[]): Promise<readonly Verdict[]> {
  const generations = ['A', 'B'] as const;
  const plays = scenes.flatMap((scene) =>
    generations.filter((one) => (scene.generation ?? one) === one).map((generation) => ({ scene, generation })),
  );
  // Those that take longest first.
  plays.sort((a, b) => (b.scene.cluster.timeScale ?? 0) - (a.scene.cluster.timeScale ?? 0));
  const verdicts: Verdict[] = [];
  const worker = async (): Promise<void> => {
    for (let play = plays.shift(); play !== undefined; play = plays.shift()) {
      verdicts.push(...(await playScene(ground, play.scene, play.generation)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return verdicts;
}

async function playScene(ground: Ground, scene: Scene, generation: Generation): Promise<readonly Verdict[]> {
  const rows = scene.rows.filter((row) => (row.generation ?? generation) === generation);
  let cluster: ArcdCluster;
  try {
    cluster = await ArcdCluster.form(ground, generation, scene.cluster);
  } catch (error) {
    return rows.map((row) => verdict(row, generation, outcomeOf(reasons(error))));
  }
  const verdicts: Verdict[] = [];
  for (const row of rows) {
    const standsOnNothing = scene.independent !== true && verdicts.some(({ outcome }) => outcome.kind !== 'passed');
    const outcome = standsOnNothing ? STANDS_ON_NOTHING : outcomeOf(await judgeRow(row, cluster));
    verdicts.push(verdict(row, generation, outcome));
  }
  await cluster.end();
  return verdicts;
}

const STANDS_ON_NOTHING = notRun('a row before it in the same scene failed');
