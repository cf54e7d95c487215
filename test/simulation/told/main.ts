/**
 * `node test/simulation/told/main.ts`: what people and their tools are told in every story, against the files in `golden/`.
 * `UPDATE_GOLDEN=1` writes them anew: review them as a user. The last line is `N passed, N failed`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildKstatus } from '../../testbed/build/kstatus.ts';
import { scenarios } from '../scenarios/all.ts';
import { eventsTold } from './events-told.ts';
import { removalsRetold, untold } from './log-told.ts';
import { seenByKstatus } from './seen-by-kstatus.ts';
import { listen } from './telling.ts';
import type { Telling } from './telling.ts';

const program = await buildKstatus(console.log);
const tellings: Telling[] = [];
for (const scenario of scenarios) tellings.push(await listen(scenario));

let passed = 0;
let failed = 0;
for (const telling of tellings) {
  const { scenario } = telling;
  const failures = [...telling.failures, ...untold(telling)];
  check(failures.length === 0, `${scenario.number}: ${scenario.title}\n  ${failures.join('\n  ')}`);
}
compare('kstatus', seenByKstatus(tellings, program));
compare('events', eventsTold(tellings));
compare('removals', removalsRetold(tellings));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Section by section, so that a story that changed is named. */
function compare(name: string, told: string): void {
  const file = join(import.meta.dirname, 'golden', `${name}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, told);
  const expected = new Set(sectionsOf(existsSync(file) ? readFileSync(file, 'utf8') : ''));
  const sections = sectionsOf(told);
  for (const section of sections) check(expected.has(section), `golden/${name}.txt does not say:\n## ${section}`);
  check(expected.size === sections.length, `golden/${name}.txt tells ${expected.size} stories, not ${sections.length}`);
}

function sectionsOf(text: string): readonly string[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => section.trim());
}

function check(holds: boolean, otherwise: string): void {
  if (holds) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${otherwise}`);
  }
}
