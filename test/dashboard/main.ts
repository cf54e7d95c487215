/**
 * Draws every panel of the dashboard from a real Prometheus that scrapes two real replicas of the operator, while voters are
 * removed, a quorum is lost and comes back, and the leading replica dies: `make dashboard`. What it draws is in
 * dist/dashboard. It fails when a panel has no data, Prometheus
 * cannot evaluate an alert, or another alert than that of the lost quorum is about to fire.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { rows } from '../../scripts/dashboard/dashboard.ts';
import type { Panel, Row } from '../../scripts/dashboard/panel.ts';
import { startChromium } from '../page/chromium.ts';
import { startBed } from '../testbed/bed.ts';
import { prometheusPrograms } from '../testbed/build/prometheus.ts';
import { waitUntil } from '../testbed/wait-until.ts';
import { chart } from './drawing/chart.ts';
import type { Span } from './drawing/chart.ts';
import { number, table } from './drawing/now.ts';
import { page, panelSize } from './drawing/page.ts';
import { Prometheus, interval } from './prometheus.ts';
import { Story } from './story.ts';

const folder = join(import.meta.dirname, '../../dist/dashboard');
/** Seconds of nothing but what is so, between two things that happen. */
const pause = 15;

const programs = await prometheusPrograms(console.log);
if ('missing' in programs) throw new Error(programs.missing);
const bed = await startBed({ say: () => undefined });
try {
  const story = await Story.begin(bed);
  const prometheus = await Prometheus.start(bed, programs.prometheus, story.replicas);
  const start = Date.now() / 1000;
  await stillFor(prometheus, pause);
  await told('two of five voters go for good', () => story.scaleDown());
  await stillFor(prometheus, pause);
  await told('a quorum is lost', () => story.loseQuorum());
  await stillFor(prometheus, 2 * pause);
  const worst = Date.now() / 1000;
  await draw(prometheus, { start, end: worst }, 'quorum-lost');
  assert.deepEqual(await pending(prometheus), ['RaftClusterQuorumLost db/stock']);
  await told('it comes back', () => story.recover());
  await stillFor(prometheus, pause);
  await told('the replica that leads dies', () => story.failOver());
  await stillFor(prometheus, 2 * pause);
  await draw(prometheus, { start, end: Date.now() / 1000 }, 'whole-story');
  assert.deepEqual(await pending(prometheus), []);
  const unwell = (await prometheus.ruleHealth()).filter(({ health }) => health !== 'ok');
  assert.deepEqual(unwell, [], 'alerts that Prometheus cannot evaluate');
} finally {
  await bed.stop();
}

async function told(what: string, happen: () => Promise<void>): Promise<void> {
  console.log(what);
  await happen();
}

/** Until Prometheus has so many seconds more. */
async function stillFor(prometheus: Prometheus, seconds: number): Promise<void> {
  const end = Date.now() / 1000 + seconds;
  await waitUntil('newer samples', { timeout: 120_000, interval: 500 }, async () => {
    const [newest] = await prometheus.at('max(timestamp(up))', Date.now() / 1000);
    return (newest?.points[0]?.[1] ?? 0) >= end;
  });
}

/** The alerts that would fire if it went on like this: none has waited for long enough here. */
async function pending(prometheus: Prometheus): Promise<readonly string[]> {
  const alerts = await prometheus.at('ALERTS', Date.now() / 1000);
  return alerts.map(({ labels }) => `${labels['alertname']} ${labels['namespace']}/${labels['name']}`).toSorted();
}

async function draw(prometheus: Prometheus, span: Span, name: string): Promise<void> {
  const drawings = [];
  for (const row of rows) {
    const insides = [];
    for (const panel of row.panels) insides.push(await inside(prometheus, row, panel, span));
    drawings.push({ row, insides });
  }
  const { svg, width, height } = page(`RaftClusters: ${name.replace('-', ' ')}`, drawings);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), svg);
  await photograph(svg, name, { width, height });
  console.log(`dist/dashboard/${name}.svg, ${width}×${height}: ${rows.flatMap(({ panels }) => panels).length} panels`);
}

/** As PNG, where there is a browser. */
async function photograph(svg: string, name: string, viewport: { width: number; height: number }): Promise<void> {
  const browser = await startChromium();
  if (typeof browser === 'string') {
    console.log(`${name}.png is not made: ${browser}`);
    return;
  }
  try {
    const sheet = await browser.newPage({ viewport });
    await sheet.setContent(`<body style="margin:0">${svg}</body>`);
    await sheet.screenshot({ path: join(folder, `${name}.png`) });
  } finally {
    await browser.close();
  }
}

async function inside(prometheus: Prometheus, row: Row, panel: Panel, span: Span): Promise<string> {
  const size = panelSize(row, panel.width);
  const expressions = panel.queries.map(({ expr }) => chosen(expr));
  if (panel.kind === 'number' || panel.kind === 'table') {
    const answers = await Promise.all(expressions.map((expr) => prometheus.at(expr, span.end)));
    for (const [index, answer] of answers.entries())
      assert.notEqual(answer.length, 0, `${panel.title}: no data of ${expressions[index]}`);
    return panel.kind === 'table'
      ? table(panel, answers, size.width)
      : number(panel, answers[0]?.[0]?.points[0]?.[1] ?? NaN, size);
  }
  const answers = await Promise.all(expressions.map((expr) => prometheus.over(expr, span.start, span.end)));
  const curves = answers.flatMap((answer, index) =>
    answer.map(({ labels, points }) => ({ name: named(panel.queries[index]?.legend ?? '', labels), points })),
  );
  for (const [index, answer] of answers.entries())
    assert.notEqual(answer.length, 0, `${panel.title}: no data of ${expressions[index]}`);
  const byName = curves.toSorted((a, b) => a.name.localeCompare(b.name));
  return chart(panel, byName, span, size, 2 * interval);
}

/** As Grafana asks when all RaftClusters are chosen. */
function chosen(expr: string): string {
  return expr.replaceAll(/\$(namespace|name)\b/g, '.*').replaceAll('$__rate_interval', '15s');
}

function named(legend: string, labels: Readonly<Record<string, string>>): string {
  return legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
}
