import type { AlertRule } from './alert-rules.ts';

/** A rule with a mistake in it, which is still a rule. */
export interface Mutation {
  readonly what: string;
  readonly rule: AlertRule;
}

/** The mistakes that somebody who edits a rule can make: each must be noticed. */
export function mutationsOf(rule: AlertRule): readonly Mutation[] {
  const { alert, for: wait, keep_firing_for: keep, ...rest } = rule;
  const kept = keep === undefined ? {} : { keep_firing_for: keep };
  const withExpr = (what: string, expr: string): Mutation => ({ what: `${alert}: ${what}`, rule: { ...rule, expr } });
  return [
    { what: `${alert}: without "for"`, rule: { alert, ...rest, ...kept, for: '0s' } },
    { what: `${alert}: "for" half as long again`, rule: { ...rule, for: `${Math.round(seconds(wait) * 1.5)}s` } },
    ...(keep === undefined
      ? []
      : [{ what: `${alert}: without "keep_firing_for"`, rule: { alert, for: wait, ...rest } }]),
    { what: `${alert}: another severity`, rule: { ...rule, labels: { severity: otherThan(rule.labels.severity) } } },
    ...(['summary', 'description', 'runbook'] as const).map((annotation) => ({
      what: `${alert}: another ${annotation}`,
      rule: { ...rule, annotations: { ...rule.annotations, [annotation]: 'something else' } },
    })),
    ...withoutClauses(rule.expr).map(([clause, expr]) => withExpr(`without "${clause}"`, expr)),
    ...replaced(rule.expr, /(?<=(?:==|>=|>|\+) )\d+/g, otherNumbers).map((expr) =>
      withExpr(`another number in "${oneLine(expr)}"`, expr),
    ),
    ...replaced(rule.expr, /(?<= )(==|>=|>)(?= \d)/g, (operator) => [opposites[operator] ?? '']).map((expr) =>
      withExpr(`the opposite in "${oneLine(expr)}"`, expr),
    ),
    ...replaced(rule.expr, /"\w+(\|\w+)+"/g, eachLeftOut).map((expr) =>
      withExpr(`a reason less in "${oneLine(expr)}"`, expr),
    ),
    ...replaced(rule.expr, /\w+!?="[^"]+"/g, () => ['']).map((expr) =>
      withExpr(`a label less in "${oneLine(expr)}"`, expr),
    ),
    ...replaced(rule.expr, /\[\w+\]/g, () => ['[1m]']).map((expr) => withExpr('a shorter window', expr)),
    ...replaced(rule.expr, /(?<=^\w+ by )\([^)]*\)/g, () => ['(cluster)']).map((expr) =>
      withExpr('other groups', expr),
    ),
  ];
}

const opposites: Readonly<Record<string, string>> = { '==': '!=', '>=': '<', '>': '<=' };

/** Twice as much; and half as much, of what is more than a distinction. */
function otherNumbers(number: string): readonly string[] {
  const value = Number(number);
  return [`${value * 2 + 1}`, ...(value > 2 ? [`${Math.floor(value / 2)}`] : [])];
}

/** Without each line that begins with `and` or `unless`. */
function withoutClauses(expr: string): readonly (readonly [string, string])[] {
  const lines = expr.split('\n');
  return lines.flatMap((line, index) =>
    /^(and|unless) /.test(line) ? [[line, lines.toSpliced(index, 1).join('\n')] as const] : [],
  );
}

/** One text for each other way to say each match. */
function replaced(text: string, pattern: RegExp, others: (match: string) => readonly string[]): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: match, index }) =>
    others(match).map((other) => text.slice(0, index) + other + text.slice(index + match.length)),
  );
}

/** `"a|b"` without each of its words. */
function eachLeftOut(words: string): readonly string[] {
  const all = words.slice(1, -1).split('|');
  return all.map((_, index) => `"${all.toSpliced(index, 1).join('|')}"`);
}

function otherThan(severity: AlertRule['labels']['severity']): AlertRule['labels']['severity'] {
  return severity === 'info' ? 'warning' : 'info';
}

function oneLine(expr: string): string {
  return expr.trim().replaceAll('\n', ' ');
}

function seconds(duration: string): number {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
  const [, number = '0', unit = 's'] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  return Number(number) * (units[unit] ?? 1);
}
