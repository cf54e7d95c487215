/** Shows that Prometheus understands every expression of the dashboard: `node test/dashboard/expressions.check.ts`. */
import { rows } from '../../scripts/dashboard/dashboard.ts';
import { checkExpressions } from '../alerts/promtool.ts';
import { prometheusPrograms } from '../testbed/build/prometheus.ts';

const expressions = rows
  .flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)))
  .map((expr) => expr.replaceAll('$__rate_interval', '1m'));
const programs = await prometheusPrograms(console.log);
if ('missing' in programs) {
  console.log(`the dashboard is skipped: ${programs.missing}`);
  console.log(`0 passed, 0 failed, ${expressions.length} not run`);
} else {
  const wrong: string[] = [];
  for (const expr of expressions) {
    const complaint = await checkExpressions(programs.promtool, [expr]);
    if (complaint !== '') wrong.push(`${expr}\n${complaint}`);
  }
  if ((await checkExpressions(programs.promtool, ['sum(up'])) === '') wrong.push('nothing is ever complained of');
  for (const complaint of wrong) console.log(complaint);
  console.log(`${expressions.length - wrong.length} passed, ${wrong.length} failed`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
