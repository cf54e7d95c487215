/** `node test/simulation/exhaustive/main.ts`: every interleaving of small scopes (README.md). Its last line is `N passed, N failed`. */
import type { Scope } from './model/state.ts';
import { explore } from './search.ts';
import type { Counts } from './shard.ts';

const scopes: readonly Scope[] = [
  { voters: 3, scales: 2, faults: 2, signOfLife: true, lag: Infinity },
  { voters: 3, scales: 2, faults: 2, signOfLife: false, lag: Infinity },
  // With watches that may be behind by any number of events it would take an hour.
  { voters: 5, scales: 2, faults: 1, signOfLife: true, lag: 2 },
];

let failed = 0;
for (const scope of chosen()) {
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(0);
  let told = 0;
  const tell = ({ states }: Counts, depth: number) => {
    if (states < told + 500_000) return;
    told = states;
    console.log(`  ${states} states, ${depth} steps deep, ${seconds()} s`);
  };
  console.log(describe(scope));
  const { found, depth, ...counts } = await explore(scope, tell);
  console.log(
    `  ${counts.states} states by ${counts.steps} steps, ${depth} deep, ${counts.decisions} decisions, ${seconds()} s`,
  );
  console.log(
    `  ${counts.sends} DELETEs sent (${counts.late} removals begun on a cache that was late), ` +
      `${counts.removed} proven Removed, ${counts.notRemoved} NotRemoved`,
  );
  if (!found) continue;
  failed++;
  console.log(`VIOLATION: ${found.what}\n${found.path.map((line) => `  ${line}`).join('\n')}`);
}
console.log(`\n${chosen().length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function describe({ voters, scales, faults, signOfLife, lag }: Scope): string {
  const store = signOfLife ? '' : ', a store that gives no sign of life';
  const watches = lag === Infinity ? '' : `, watches at most ${lag} events behind`;
  return `${voters} voters, ${scales} scale operations, ${faults} ${faults === 1 ? 'fault' : 'faults'}${store}${watches}:`;
}

/**
 * All; or those with as many voters, scale operations and faults as the first argument says, as in `3,2,2`, and watches as
 * many events behind as a fourth number in it.
 */
function chosen(): readonly Scope[] {
  const [voters, scales, faults, lag = Infinity] = process.argv[2]?.split(',').map(Number) ?? [];
  if (voters === undefined || scales === undefined || faults === undefined) return scopes;
  return [true, false].map((signOfLife) => ({ voters, scales, faults, signOfLife, lag }));
}
