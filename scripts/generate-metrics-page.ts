import { metricCatalogue } from '../src/telemetry/metric-catalogue.ts';

/** docs/metrics.md: every metric with its kind and labels. */
export function metricsPage(): string {
  const rows = Object.entries(metricCatalogue).map(
    ([name, { kind, labels, help }]) =>
      `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
  );
  return `<!-- Generated from src/telemetry/metric-catalogue.ts by \`make generate\`; do not edit. -->

# Metrics

\`/metrics\` on port 8080 (\`--metrics-address\`; \`0\` switches it off) serves these, in Prometheus' text format. Every replica serves it; only the one that leads reports how RaftClusters are. No label holds a member id, and the series of a RaftCluster end with it.

| metric | kind | labels | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
