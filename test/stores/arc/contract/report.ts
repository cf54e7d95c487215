import { styleText } from 'node:util';
import type { Verdict } from './verdict.ts';

const MARK = { passed: styleText('green', '✓'), failed: styleText('red', '✗'), notRun: styleText('dim', '-') } as const;

/** One line a row; what is wrong, or why it was not run, on the line below. */
export function line({ section, name, generation, fromSource, outcome }: Verdict): string {
  const head = `${MARK[outcome.kind]} ${generation} §${section.padEnd(3)} ${name}${fromSource ? ' (known from source only)' : ''}`;
  switch (outcome.kind) {
    case 'passed':
      return head;
    case 'failed':
      return `${head}\n          ${outcome.what}`;
    case 'notRun':
      return `${head}\n          not run: ${outcome.why}`;
  }
}

/** `N rows passed, N failed, N not run`: scripts/count.ts reads it. */
export function summary(verdicts: readonly Verdict[]): string {
  const count = (kind: Verdict['outcome']['kind']): number =>
    verdicts.filter(({ outcome }) => outcome.kind === kind).length;
  return `${count('passed')} rows passed, ${count('failed')} failed, ${count('notRun')} not run`;
}

/** In the order of the document. */
export function ordered(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.toSorted((a, b) => a.generation.localeCompare(b.generation) || Number(a.section) - Number(b.section));
}
