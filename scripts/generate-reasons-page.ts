import { reasonTexts } from '../src/api/reasons.ts';

/** docs/reasons.md: every reason with its meaning and its cure. */
export function reasonsPage(): string {
  const rows = Object.entries(reasonTexts)
    .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([reason, { meaning, cure }]) => `| \`${reason}\` | ${meaning} | ${cure || 'Nothing.'} |`);
  return `<!-- Generated from src/api/reasons.ts by \`make generate\`; do not edit. -->

# Reasons

Every verdict, condition and event carries one of these ${rows.length} reasons, and nothing else. The message beside it names the pod, the number or the time.

| reason | what is so | what to do |
| --- | --- | --- |
${rows.join('\n')}
`;
}
