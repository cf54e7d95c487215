import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { stringify } from 'yaml';

import type { RuleGroup } from './alert-rules.ts';
import type { Story } from './story.ts';

const run = promisify(execFile);

/** What `promtool check rules` complains of; empty: nothing. */
export function checkRules(promtool: string, groups: readonly RuleGroup[]): Promise<string> {
  return inFolder((folder) => complaints(promtool, ['check', 'rules', file(folder, 'rules.yaml', { groups })]));
}

/** What it complains of in expressions. */
export function checkExpressions(promtool: string, expressions: readonly string[]): Promise<string> {
  const rules = expressions.map((expr, index) => ({ record: `expression:${index}`, expr }));
  return inFolder((folder) =>
    complaints(promtool, ['check', 'rules', file(folder, 'rules.yaml', { groups: [{ name: 'expressions', rules }] })]),
  );
}

/** What `promtool test rules` complains of when it plays these stories; empty: all go as told. */
export function testRules(promtool: string, groups: readonly RuleGroup[], stories: readonly Story[]): Promise<string> {
  return inFolder((folder) => {
    file(folder, 'wordless.yaml', { groups: groups.map(wordless) });
    file(folder, 'rules.yaml', { groups });
    const spoken = stories.filter(({ says }) => says !== undefined);
    return complaints(promtool, [
      'test',
      'rules',
      file(folder, 'fires.yaml', suite('wordless.yaml', stories.map(firing))),
      ...(spoken.length > 0 ? [file(folder, 'says.yaml', suite('rules.yaml', spoken.map(saying)))] : []),
    ]);
  });
}

/** When alerts fire is one question, what they say another: promtool compares both at once. */
function wordless({ name, rules }: RuleGroup) {
  return { name, rules: rules.map((rule) => ({ ...rule, annotations: {} })) };
}

function suite(rules: string, tests: readonly object[]) {
  return { rule_files: [rules], evaluation_interval: '30s', tests };
}

function firing(story: Story) {
  const { alert, labels, firesAt, silentAt } = story;
  return told(story, [
    ...firesAt.map((time) => ({ eval_time: time, alertname: alert, exp_alerts: [{ exp_labels: labels }] })),
    ...silentAt.map((time) => ({ eval_time: time, alertname: alert, exp_alerts: [] })),
  ]);
}

function saying(story: Story) {
  const { alert, labels, says, firesAt } = story;
  const exp_alerts = [{ exp_labels: labels, exp_annotations: says }];
  return told(story, [{ eval_time: firesAt[0], alertname: alert, exp_alerts }]);
}

function told({ alert, title, series }: Story, alert_rule_test: readonly object[]) {
  const input_series = series.map((line) => {
    const [, name = '', values = ''] = /^(\S*\{.*\}) (.*)$/.exec(line) ?? [];
    return { series: name, values };
  });
  return { name: `${alert} ${title}`, interval: '30s', input_series, alert_rule_test };
}

async function complaints(promtool: string, args: readonly string[]): Promise<string> {
  return run(promtool, args, { maxBuffer: 1e7 }).then(
    () => '',
    (error: { readonly stdout: string; readonly stderr: string }) => `${error.stdout}${error.stderr}`,
  );
}

function file(folder: string, name: string, content: object): string {
  const path = join(folder, name);
  writeFileSync(path, stringify(content, { aliasDuplicateObjects: false, lineWidth: 0 }));
  return path;
}

async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'raftcluster-operator-rules-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
