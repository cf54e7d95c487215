import { spawnSync } from 'node:child_process';

/** What `promtool check metrics` finds fault with in Prometheus' text: one line each. */
export function lint(promtool: string, text: string): readonly string[] {
  const { stdout, stderr, error } = spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
  if (error) throw error;
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
}
