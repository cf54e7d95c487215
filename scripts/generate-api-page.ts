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
  return `| field | type | meaning | must |\n| --- | --- | --- | --- |\n${lines.join('\n')}`;
}

function rows(path: string, schema: StructuralSchema): string[] {
  const required = new Set(path.startsWith('spec') ? schema.required : []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}.${name}`;
    const cells = [
      `\`${here}\`${required.has(name) ? ' (required)' : ''}`,
      typeName(field),
      field.description ?? '',
      musts(field),
    ];
    const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    return [row].concat(rows(here, field), field.items ? rows(`${here}[]`, field.items) : []);
  });
}

function typeName(schema: StructuralSchema): string {
  if (schema.items) return `list of ${typeName(schema.items)}`;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  return schema.format === 'date-time' ? 'time' : schema.type;
}

/** The bounds that the meaning does not tell, and the messages of the rules. */
function musts(schema: StructuralSchema): string {
  const rules = schema['x-kubernetes-validations'] ?? [];
  return [
    length('characters', schema.minLength, schema.maxLength),
    length('entries', schema.minItems, schema.maxItems),
    listRule(schema),
    rules.map(({ message, fieldPath = '' }) => `${fieldPath.slice(1)} ${message.replace(/^must /, '')}`.trim()),
  ]
    .flat()
    .join('; ');
}

function length(of: string, low: number | undefined, high: number | undefined): string[] {
  if (high === undefined) return [];
  return [low === undefined ? `have at most ${high} ${of}` : `have ${low} to ${high} ${of}`];
}

function listRule(schema: StructuralSchema): string[] {
  if (schema['x-kubernetes-list-type'] === 'set') return ['hold no two alike'];
  const keys = schema['x-kubernetes-list-map-keys'];
  return keys ? [`hold no two of the same ${keys.join(', ')}`] : [];
}
