/** `node test/simulation/exhaustive/main.ts`: every interleaving of small scopes. Its last line is `N passed, N failed`. */
import { explore } from './search.ts';
import type { Scope } from './state.ts';

const scopes: readonly Scope[] = [
  { voters: 3, scales: 2, faults: 2 },
  { voters: 5, scales: 2, faults: 1 },
];

let failed = 0;
for (const scope of scopes) {
  const startedAt = performance.now();
  const { states, steps, sends, removed, found } = explore(scope, (count) => console.log(`  ${count} states`));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${scope.voters} voters, ${scope.scales} scale operations, ${scope.faults} faults: ` +
      `${states} states, ${steps} steps, ${sends} with a DELETE sent, ${removed} with an end proven, ${seconds} s`,
  );
  if (!found) continue;
  failed++;
  console.log(`VIOLATION: ${found.what}\n${found.path.map((line) => `  ${line}`).join('\n')}`);
}
console.log(`\n${scopes.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
