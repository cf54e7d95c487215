/** Writes what comes from `src/api`, and the chart's copies: `node scripts/generate.ts`. With `--check` it only tells what has drifted. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';

import { customResourceDefinition } from '../src/api/crd.ts';
import { grafanaDashboard } from './dashboard/dashboard.ts';
import { alertsTemplate, monitoringPage } from './generate-alerts.ts';
import { apiPage } from './generate-api-page.ts';
import { chartReadme, crdTemplate } from './generate-chart.ts';
import { guardManifest, guardTemplate } from './generate-guard.ts';
import { metricsPage } from './generate-metrics-page.ts';
import { reasonsPage } from './generate-reasons-page.ts';

const root = new URL('../', import.meta.url);

const chart = 'charts/raftcluster-operator';

const files = {
  'crds/raftclusters.yaml': () => formatted('crds/raftclusters.yaml', crd()),
  [`${chart}/templates/crd.yaml`]: async () => crdTemplate(await formatted('crds/raftclusters.yaml', crd())),
  'config/guard/policies.yaml': guard,
  [`${chart}/templates/scale-down-guard.yaml`]: async () => guardTemplate(await guard()),
  [`${chart}/templates/alerts.yaml`]: async () => alertsTemplate(await text('config/alerts/prometheus-rule.yaml')),
  'config/dashboard/raftcluster-operator.json': dashboard,
  [`${chart}/dashboards/raftcluster-operator.json`]: dashboard,
  [`${chart}/README.md`]: async () =>
    formatted(`${chart}/README.md`, chartReadme(await text(`${chart}/README.md`), await text(`${chart}/values.yaml`))),
  'docs/api.md': () => formatted('docs/api.md', apiPage(customResourceDefinition())),
  'docs/monitoring.md': async () => formatted('docs/monitoring.md', monitoringPage(await text('docs/monitoring.md'))),
  'docs/metrics.md': () => formatted('docs/metrics.md', metricsPage()),
  'docs/reasons.md': () => formatted('docs/reasons.md', reasonsPage()),
};

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const drifted = await update(values.check);
if (values.check && drifted.length > 0) {
  process.stderr.write(`Not what is generated; run "make generate":\n${drifted.map((path) => `  ${path}\n`).join('')}`);
  process.exitCode = 1;
}

/** The paths whose content was another one. */
async function update(checkOnly: boolean): Promise<string[]> {
  const changed: string[] = [];
  for (const [path, generate] of Object.entries(files)) {
    const content = await generate();
    if (content === (await text(path).catch(() => ''))) continue;
    changed.push(path);
    if (!checkOnly) await writeFile(new URL(path, root), content);
  }
  return changed;
}

function crd(): string {
  const yaml = stringify(customResourceDefinition(), {
    lineWidth: 120,
    aliasDuplicateObjects: false,
    // For readers of YAML 1.1, such as Helm: an unquoted Off is false to them.
    compat: 'yaml-1.1',
  });
  return `# Generated from src/api by \`make generate\`; do not edit.\n${yaml}`;
}

function guard(): Promise<string> {
  return formatted('config/guard/policies.yaml', guardManifest());
}

function dashboard(): Promise<string> {
  return formatted('config/dashboard/raftcluster-operator.json', JSON.stringify(grafanaDashboard()));
}

async function formatted(path: string, content: string): Promise<string> {
  return format(content, { ...(await resolveConfig(new URL(path, root))), filepath: path });
}

function text(path: string): Promise<string> {
  return readFile(new URL(path, root), 'utf8');
}
