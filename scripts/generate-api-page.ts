import type { customResourceDefinition } from '../src/api/crd.ts';
import type { StructuralSchema } from '../src/api/schema/structural.ts';

/** docs/api.md: one table row a field, from the same schema that the API server enforces. */
export function apiPage(crd: ReturnType<typeof customResourceDefinition>): string {
  const { group, names, versions } = crd.spec;
  const sections = versions.map(({ name, schema }) => {
    const { description, properties } = schema.openAPIV3Schema;
    return `# ${names.kind}

\`apiVersion: ${group}/${name}\`, \`kind: ${names.kind}\`, namespaced; \`kubectl get ${names.shortNames.join(', ')}\`.

${description} \`kubectl explain ${names.singular} --recursive\` shows the same fields.

## spec

${table(rows('spec', properties.spec))}

## status

${table(rows('status', properties.status))}
`;
  });
  return `<!-- Generated from src/api by \`make generate\`; do not edit. -->\n\n${sections.join('\n')}`;
}

function table(lines: readonly string[]): string {
  return `| field | type | default | bounds | meaning |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}`;
}

function rows(path: string, schema: StructuralSchema): string[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}.${name}`;
    const byDefault = field.default === undefined ? '' : `\`${JSON.stringify(field.default)}\``;
    const cells = [
      `\`${here}\`${required.has(name) && path.startsWith('spec') ? ' (required)' : ''}`,
      typeName(field),
      byDefault,
      bounds(field),
      field.description ?? '',
    ];
    return [
      `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
      ...rows(here, field),
      ...(field.items ? rows(`${here}[]`, field.items) : []),
    ];
  });
}

function typeName(schema: StructuralSchema): string {
  if (schema.items) return `list of ${typeName(schema.items)}`;
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `\`${String(value)}\``).join(', ');
  return schema['format'] === 'date-time' ? 'time' : schema.type;
}

/** Bounds in words, with the messages of the rules. */
function bounds(schema: StructuralSchema): string {
  const range = (what: string, low: unknown, high: unknown) => {
    if (low === undefined && high === undefined) return [];
    if (high === undefined) return [`at least ${String(low)}${what}`];
    return [low === undefined ? `at most ${String(high)}${what}` : `${String(low)} to ${String(high)}${what}`];
  };
  const rules = (schema['x-kubernetes-validations'] ?? []) as readonly { message: string; fieldPath?: string }[];
  return [
    ...range('', schema['minimum'], schema['maximum']),
    ...range(' characters', schema['minLength'], schema['maxLength']),
    ...range(' entries', schema['minItems'], schema['maxItems']),
    ...listRule(schema),
    ...rules.map(({ message, fieldPath = '' }) => `${fieldPath.slice(1)} ${message}`.trim()),
  ].join('; ');
}

function listRule(schema: StructuralSchema): string[] {
  if (schema['x-kubernetes-list-type'] === 'set') return ['no two alike'];
  const keys = schema['x-kubernetes-list-map-keys'];
  return Array.isArray(keys) ? [`no two of the same ${keys.join(', ')}`] : [];
}
