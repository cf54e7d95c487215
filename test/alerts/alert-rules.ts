import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

/** An alerting rule as Prometheus knows it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly keep_firing_for?: string;
  readonly labels: { readonly severity: 'critical' | 'warning' | 'info' };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook: string };
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly AlertRule[];
}

const file = join(import.meta.dirname, '../../config/alerts/prometheus-rule.yaml');

/** What the PrometheusRule tells Prometheus. */
export function ruleGroups(): readonly RuleGroup[] {
  return (parse(readFileSync(file, 'utf8')) as { readonly spec: { readonly groups: readonly RuleGroup[] } }).spec
    .groups;
}

export function alertRules(): readonly AlertRule[] {
  return ruleGroups().flatMap(({ rules }) => rules);
}
