/**
 * Shows of every alert when it fires, when it does not, and what it says, with Prometheus' own engine; and that these tests
 * notice mistakes in the rules, by making them one at a time: `node test/alerts/rules.check.ts`.
 */
import assert from 'node:assert/strict';

import { prometheusPrograms } from '../testbed/build/prometheus.ts';
import { alertRules, ruleGroups } from './alert-rules.ts';
import { mutationsOf } from './mutations.ts';
import type { Mutation } from './mutations.ts';
import { checkRules, testRules } from './promtool.ts';
import { operatorStories } from './stories/operator.ts';
import { quorumStories } from './stories/quorum.ts';
import { removalStories } from './stories/removals.ts';
import { unseenStories } from './stories/unseen.ts';
import { voterStories } from './stories/voters.ts';

const stories = [...quorumStories, ...voterStories, ...removalStories, ...unseenStories, ...operatorStories];
const rules = alertRules();
const programs = await prometheusPrograms(console.log);
if ('missing' in programs) {
  console.log(`tests of the alerts are skipped: ${programs.missing}`);
  console.log(`0 passed, 0 failed, ${stories.length + rules.length} not run`);
} else {
  await check(programs.promtool);
}

async function check(promtool: string): Promise<void> {
  const groups = ruleGroups();
  assert.equal(await checkRules(promtool, groups), '');
  for (const { alert } of rules) {
    const told = stories.filter((story) => story.alert === alert);
    const kinds = [
      told.some(({ says }) => says),
      told.some(({ silentAt, firesAt }) => silentAt.length > firesAt.length),
    ];
    assert.deepEqual(kinds, [true, true], `${alert} needs a story that it fires in and one that it does not`);
  }
  assert.equal(await testRules(promtool, groups, stories), '');
  const mutations = rules.flatMap(mutationsOf);
  const unnoticed = (await Promise.all([0, 1].map((half) => unnoticedOf(promtool, mutations, half)))).flat();
  for (const { what } of unnoticed) console.log(`no story notices this mistake: ${what}`);
  console.log(`${rules.length} alerts, ${stories.length} stories, ${mutations.length} mistakes`);
  console.log(`${stories.length + mutations.length - unnoticed.length} passed, ${unnoticed.length} failed`);
  process.exitCode = unnoticed.length === 0 ? 0 : 1;
}

/** Every second one, beginning with `half`. */
async function unnoticedOf(
  promtool: string,
  mutations: readonly Mutation[],
  half: number,
): Promise<readonly Mutation[]> {
  const unnoticed: Mutation[] = [];
  for (const mutation of mutations.filter((_, index) => index % 2 === half)) {
    const { what, rule } = mutation;
    const told = stories.filter(({ alert }) => alert === rule.alert);
    const complaint = await testRules(promtool, [{ name: 'mutated', rules: [rule] }], told);
    // Not that it is no rule any more, but that it does otherwise.
    if (complaint !== '') assert.match(complaint, /^ +exp:/m, `${what}: ${complaint}`);
    else unnoticed.push(mutation);
  }
  return unnoticed;
}
