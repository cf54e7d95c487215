import { expect, test } from '@jest/globals';

import { grafanaDashboard, rows } from '../../scripts/dashboard/dashboard.ts';
import { metricCatalogue } from '../../src/telemetry/metric-catalogue.ts';

interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly datasource: { readonly uid: string }; readonly expr: string }[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const panels = rows.flatMap((row) => row.panels);
const queries = panels.flatMap(({ title, queries: asked }) => asked.map(({ expr }) => ({ title, expr })));
const dashboard = grafanaDashboard() as {
  readonly panels: readonly GrafanaPanel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
};

test.each(queries)('$title asks for metrics and labels that are served: $expr', ({ expr }) => {
  const asked = [...expr.matchAll(/\b([a-z]+(?:_[a-z]+)+)(?:\{([^}]*)\})?(?=[\s)[{]|$)/g)]
    .map(([, name = '', matchers = '']) => ({ name: name.replace(/_(bucket|count|sum)$/, ''), matchers }))
    .filter(({ name }) => !/^(histogram_quantile|on|by)$/.test(name));
  expect(asked.length).toBeGreaterThan(0);
  for (const { name, matchers } of asked) {
    expect(Object.keys(metricCatalogue)).toContain(name);
    const labels = [...matchers.matchAll(/(\w+)(?:=~|!=|=)/g)].map(([, label]) => label);
    expect(metricCatalogue[name]?.labels).toEqual(expect.arrayContaining(labels));
  }
});

test.each(panels)('$title is explained', ({ title, description }) => {
  expect(description).toMatch(/\.$/);
  expect(description.toLowerCase()).not.toBe(`${title.toLowerCase()}.`);
});

test('rows are full, panels do not overlap', () => {
  for (const row of rows) expect(row.panels.reduce((sum, { width }) => sum + width, 0)).toBe(24);
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});

test('ids and titles are unique', () => {
  const ids = dashboard.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const titles = dashboard.panels.map(({ type, title }) => `${type === 'row'} ${title}`);
  expect(new Set(titles).size).toBe(titles.length);
});

test('every panel and query asks the Prometheus that the user chooses', () => {
  expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['datasource', 'namespace', 'name']);
  const asking = dashboard.panels.filter(({ type }) => type !== 'row');
  expect(asking).toHaveLength(panels.length);
  const sources = asking.flatMap(({ datasource, targets = [] }) => [
    datasource,
    ...targets.map((target) => target.datasource),
  ]);
  expect(new Set(sources.map((source) => source?.uid))).toEqual(new Set(['${datasource}']));
});

test('every metric of RaftClusters is asked for of those that the user chooses', () => {
  const selectors = queries.flatMap(({ expr }) => [...expr.matchAll(/raftcluster_(?!admin|watch)\w+(\{[^}]*\})?/g)]);
  expect(selectors.length).toBeGreaterThan(10);
  for (const [, matchers] of selectors) expect(matchers).toMatch(/^\{namespace=~"\$namespace",name=~"\$name"/);
});
