import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { prometheusPrograms } from '../testbed/build/prometheus.ts';
import { Scene } from './harness/scene.ts';
import { Suite } from './harness/suite.ts';
import { probed } from './telemetry/probed.ts';
import { lint } from './telemetry/promtool.ts';
import { toldByTheLeader } from './telemetry/told-by-the-leader.ts';

/** Milliseconds. The first run on a machine builds the bed's binaries. */
const startTimeout = 1_500_000;
const sceneTimeout = 300_000;

const programs = await prometheusPrograms(console.error);
/** What an operator told that has led, and seen two removals. */
let text = '';
let suite: Suite;

beforeAll(async () => {
  suite = await Suite.start();
}, startTimeout);

afterAll(() => suite.stop(), 60_000);

const metrics = toldByTheLeader((told) => (text = told));
test(metrics.title, () => Scene.play(suite, 'metrics', metrics), sceneTimeout);

if ('missing' in programs) {
  console.warn(`The lint of the metrics is skipped: ${programs.missing}`);
  test.skip('promtool finds no fault with the metrics', () => undefined);
} else {
  const { promtool } = programs;

  test('promtool finds no fault with the metrics', () => {
    expect(text).toMatch(/^raftcluster_removals_total\{.*\} 2$/m);
    expect(lint(promtool, text)).toEqual([]);
  });

  test('promtool finds the faults that are there', () => {
    const mute = text.replace(/^# HELP raftcluster_voters .*\n/m, '');
    expect(lint(promtool, mute)).toEqual(['raftcluster_voters no help text']);
    const misnamed = text.replaceAll('raftcluster_removals_total', 'raftcluster_removals');
    expect(lint(promtool, misnamed)).toEqual([expect.stringMatching(/^raftcluster_removals .*_total/)]);
    expect(lint(promtool, `${text}raftcluster_voters{namespace="a" 1\n`)).toEqual([
      expect.stringContaining('error while linting'),
    ]);
  });
}

test(probed.title, () => Scene.play(suite, 'probes', probed), sceneTimeout);
