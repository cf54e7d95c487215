import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import { metricCatalogue } from '../../src/telemetry/metric-catalogue.ts';
import { alertRules } from './alert-rules.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const rules = alertRules();

test.each(rules)('$alert has a runbook that names it', ({ alert, annotations: { runbook } }) => {
  expect(read(runbook)).toContain(`\nAlert: \`${alert}\`\n`);
});

test('every runbook is that of an alert, and in the list of runbooks', () => {
  const pages = readdirSync(join(root, 'docs/runbooks')).filter((name) => name !== 'README.md');
  expect(rules.map(({ annotations }) => basename(annotations.runbook)).toSorted()).toEqual(pages.toSorted());
  const rows = [...read('docs/runbooks/README.md').matchAll(/^\| \[(\S+)\]\((\S+)\) +\| `(\w+)`/gm)];
  const listed = rows.map(([, , page, alert]) => ({ alert, runbook: `docs/runbooks/${page}` }));
  const expected = rules.map(({ alert, annotations }) => ({ alert, runbook: annotations.runbook }));
  expect(listed).toEqual(expect.arrayContaining(expected));
  expect(listed).toHaveLength(expected.length);
});

test.each(rules)('$alert asks for metrics and labels that are served', ({ expr, annotations }) => {
  const asked = [
    ...`${expr} ${annotations.description}`.matchAll(/\b([a-z]+(?:_[a-z]+)+)\b(?:\{([^}]*)\})?(?!\()/g),
  ].filter(([, name = '']) => /^(raftcluster|controller_runtime|leader_election|workqueue)_/.test(name));
  expect(asked.length).toBeGreaterThan(0);
  for (const [, name = '', matchers = ''] of asked) {
    const labels = [...matchers.matchAll(/(\w+)(?:=~|!=|=)/g)].map(([, label]) => label);
    expect(Object.keys(metricCatalogue)).toContain(name);
    expect(metricCatalogue[name]?.labels).toEqual(expect.arrayContaining(labels));
  }
});

test.each(rules)(
  '$alert says what is so in a line, and what to look at',
  ({ annotations: { summary, description } }) => {
    expect(summary).toMatch(/\.$/);
    expect(summary).not.toContain('\n');
    expect(description.length).toBeGreaterThan(summary.length);
  },
);
