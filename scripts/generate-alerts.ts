import { basename } from 'node:path';

import { alertRules } from '../test/alerts/alert-rules.ts';

const metadata = 'metadata:\n  name: raftcluster-operator\n';
const beginning = '<!-- Generated from config/alerts by `make generate`; do not edit this table. -->\n';
const end = '<!-- end -->';

/** config/alerts/prometheus-rule.yaml as a template of the Helm chart. What Prometheus expands stays as it is. */
export function alertsTemplate(rule: string): string {
  if (!rule.includes(metadata)) throw new Error('the PrometheusRule cannot be made a template like this');
  const escaped = rule.replaceAll(/\{\{|\}\}/g, (braces) => `{{ "${braces}" }}`);
  const placed = [
    metadata,
    '  namespace: {{ .Release.Namespace }}\n',
    '  labels:\n    {{- include "labels" . | nindent 4 }}\n',
    '    {{- with .Values.alerts.labels }}\n    {{- toYaml . | nindent 4 }}\n    {{- end }}\n',
  ].join('');
  return `{{- if .Values.alerts.enabled }}\n${escaped.replace(metadata, placed)}{{- end }}\n`;
}

/** docs/monitoring.md with its table of alerts. */
export function monitoringPage(page: string): string {
  const [before, rest = ''] = page.split(beginning);
  const after = rest.slice(rest.indexOf(end));
  if (!after.startsWith(end)) throw new Error('docs/monitoring.md has no place for the table of alerts');
  const rows = alertRules().map(({ alert, for: wait, labels, annotations: { summary, runbook } }) => {
    const name = basename(runbook);
    return `| \`${alert}\` | ${labels.severity} | ${wait} | ${spoken(summary)} | [${name}](runbooks/${name}) |`;
  });
  return `${before}${beginning}\n| alert | severity | after | what it says | runbook |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n\n${after}`;
}

/** A summary as it reads for the RaftCluster `db/arc`. */
function spoken(summary: string): string {
  const example: Readonly<Record<string, string>> = {
    '$labels.namespace': 'db',
    '$labels.name': 'arc',
    '$labels.reason': '`InvalidSpec`',
    '$labels.pod': 'raftcluster-operator-…',
    $value: '1',
  };
  return summary.replaceAll(/\{\{ (\S+) \}\}/g, (text, name: string) => example[name] ?? text);
}
