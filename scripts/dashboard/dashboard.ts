import { clusterRows } from './cluster-rows.ts';
import { operatorRows } from './operator-rows.ts';
import type { Panel, Row } from './panel.ts';

export const rows: readonly Row[] = [...clusterRows, ...operatorRows];

const datasource = { type: 'prometheus', uid: '${datasource}' };
const colours = { critical: 'red', doubtful: 'orange' } as const;
/** Grafana's types, and how it draws each kind of line. */
const types = {
  number: 'stat',
  table: 'table',
  lines: 'timeseries',
  steps: 'timeseries',
  stacked: 'timeseries',
} as const;
const styles = {
  lines: {},
  steps: { lineInterpolation: 'stepAfter' },
  stacked: { lineInterpolation: 'stepAfter', fillOpacity: 40, stacking: { mode: 'normal', group: 'A' } },
};

/** What Grafana imports: a dashboard of schema version 39, for Grafana 10.4 and later. */
export function grafanaDashboard(): object {
  return {
    uid: 'raftcluster-operator',
    title: 'RaftClusters',
    description: 'Generated from scripts/dashboard by `make generate`.',
    tags: ['raftcluster-operator'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    templating: { list: [prometheus, chosen('namespace', ''), chosen('name', 'namespace=~"$namespace"')] },
    annotations: { list: [] },
    panels: laidOut(),
  };
}

const prometheus = { type: 'datasource', name: 'datasource', label: 'Prometheus', query: 'prometheus', refresh: 1 };

/** A variable with the values of this label, all of them by default. */
function chosen(label: string, matcher: string) {
  const query = `label_values(raftcluster_suspended{${matcher}}, ${label})`;
  const all = { includeAll: true, multi: true, allValue: '.*', current: { text: 'All', value: '$__all' } };
  return { type: 'query', name: label, label, datasource, query, definition: query, refresh: 2, sort: 1, ...all };
}

function laidOut(): readonly object[] {
  const panels: object[] = [];
  let y = 0;
  for (const { title, height, panels: wanted } of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: 24, h: 1 },
      panels: [],
    });
    let x = 0;
    for (const panel of wanted) {
      panels.push({ id: panels.length + 1, gridPos: { x, y: y + 1, w: panel.width, h: height }, ...drawn(panel) });
      x += panel.width;
    }
    y += 1 + height;
  }
  return panels;
}

function drawn(panel: Panel): object {
  const { title, description, kind, unit, queries, min, whole } = panel;
  const isNow = kind === 'number' || kind === 'table';
  return {
    type: types[kind],
    title,
    description,
    datasource,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCodePoint(65 + index),
      datasource,
      expr,
      legendFormat: legend,
      ...(isNow && { instant: true, range: false }),
      ...(kind === 'table' && { format: 'table' }),
    })),
    fieldConfig: {
      defaults: {
        unit,
        ...(min !== undefined && { min }),
        ...(whole === true && { decimals: 0 }),
        ...(kind in styles && { custom: { ...styles[kind as keyof typeof styles], ...thresholdStyle(panel) } }),
        thresholds: { mode: 'absolute', steps: thresholds(panel) },
        ...(kind === 'number' && { color: { mode: 'thresholds' } }),
      },
      overrides: kind === 'table' ? [yesOrNo] : [],
    },
    ...options(panel),
  };
}

const answers = { '0': { text: 'no', color: 'red' }, '1': { text: 'yes', color: 'green' } };

/** The column Ready holds 1 or 0. */
const yesOrNo = {
  matcher: { id: 'byName', options: 'Ready' },
  properties: [{ id: 'mappings', value: [{ type: 'value', options: answers }] }],
};

function options({ kind, queries }: Panel): object {
  if (kind === 'number') {
    return { options: { colorMode: 'value', graphMode: 'none', reduceOptions: { calcs: ['lastNotNull'] } } };
  }
  if (kind !== 'table') {
    return {
      options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    };
  }
  // The columns are called `Value #A` and so on, one for each query.
  const renameByName = Object.fromEntries(
    queries.map(({ legend }, index) => [`Value #${String.fromCodePoint(65 + index)}`, legend]),
  );
  const organize = { excludeByName: { Time: true }, renameByName };
  return {
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: organize },
    ],
  };
}

function thresholdStyle({ bad }: Panel): object {
  return bad ? { thresholdsStyle: { mode: 'dashed' } } : {};
}

/** Grafana colours a value by the last step that it reaches; the first has no value. */
function thresholds({ bad }: Panel): readonly object[] {
  if (!bad) return [{ color: 'text', value: null }];
  const colour = colours[bad.how];
  if (bad.from !== undefined)
    return [
      { color: 'green', value: null },
      { color: colour, value: bad.from },
    ];
  return [
    { color: colour, value: null },
    { color: 'green', value: (bad.upTo ?? 0) + 1 },
  ];
}
