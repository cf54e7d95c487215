/**
 * `node test/simulation/exhaustive/min-safe-replicas.ts`: what is told as the smallest safe size, against every history of
 * every small state. Its last line is `N passed, N failed`.
 */
import { keepsMajority, moments } from './floor/histories.ts';
import { floorsIn } from './floor/judged.ts';
import { count, situations, termsFor } from './floor/situation.ts';
import type { Situation, Terms } from './floor/situation.ts';

/** What a protected ordinal and the least number of voters allow: a matter of the spec, not of histories. */
function isAllowed({ a, b, ghosts }: Situation, { protectedOrdinal, minVoters }: Terms, replicas: number): boolean {
  const condemned = a.slice(replicas);
  const isProtected = protectedOrdinal !== undefined && 'lsd'.includes(condemned[protectedOrdinal - replicas] ?? '-');
  return !isProtected && count(a + b, 'l', 's', 'd') + ghosts - count(condemned, 'l') >= minVoters;
}

/** The smallest size such that neither it nor one above it loses the majority, or what the spec forbids. */
function smallestSafe(situation: Situation, terms: Terms): number {
  let floor = situation.a.length;
  while (floor > 0 && isAllowed(situation, terms, floor - 1) && keepsMajority(situation, terms, floor - 1)) floor--;
  return floor;
}

/** The rule leaves room for one voter of every set that rolls, also where the step leaves it none that could be down. */
function isStricter({ a, b }: Situation, { rolling }: Terms, said: number): boolean {
  return (rolling.a && count(a.slice(0, said - 1), 'l') === 0) || (rolling.b && count(b, 'l') === 0);
}

let [states, stricter, steps, shown] = [0, 0, 0, 0];
const wrong = { unsafe: 0, inexact: 0 };
for (const situation of situations()) {
  const floorUnder = floorsIn(situation);
  for (const terms of termsFor(situation)) {
    states++;
    const [said, truth] = [floorUnder(terms), smallestSafe(situation, terms)];
    steps += situation.a.length - truth;
    if (said === truth) continue;
    if (said > truth && isStricter(situation, terms, said)) {
      stricter++;
      continue;
    }
    wrong[said < truth ? 'unsafe' : 'inexact']++;
    if (shown++ < 10) console.log(`WRONG: said ${said}, ${truth} is the smallest safe:`, situation, terms);
  }
}
console.log(`${states} states, ${steps} steps down that are safe in every history, ${moments()} moments of histories`);
console.log(`${stricter} states in which the rule is stricter on purpose: a set rolls that has no live voter left`);
const failures = [wrong.unsafe, wrong.inexact].filter((found) => found > 0);
console.log(`no step is called safe that is not: ${wrong.unsafe} exceptions`);
console.log(`no step is called unsafe that is safe: ${wrong.inexact} exceptions`);
console.log(`\n${2 - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
