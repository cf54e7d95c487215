/** `node test/simulation/exhaustive/main.ts`: every interleaving of small scopes. Its last line is `N passed, N failed`. */
import { explore } from './search.ts';
import type { Scope } from './model/state.ts';

const arg = process.argv[2]?.split(',').map(Number);
const scopes: readonly Scope[] = arg
  ? [{ voters: arg[0] ?? 3, scales: arg[1] ?? 2, faults: arg[2] ?? 2, signOfLife: arg[3] !== 0 }]
  : [];
for (const scope of scopes) {
  const startedAt = performance.now();
  const result = explore(scope, (states, depth, open) =>
    console.log(`  ${states} states, depth ${depth}, ${open} open, ${((performance.now() - startedAt) / 1000).toFixed(0)} s ${(process.memoryUsage().rss/1e6).toFixed(0)} MB`),
  );
  console.log(scope, result, ((performance.now() - startedAt) / 1000).toFixed(1));
  if (result.found) console.log(result.found.path.join('\n'));
}
