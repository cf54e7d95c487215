import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

import { apiPage } from '../../scripts/generate-api-page.ts';
import { customResourceDefinition } from '../../src/api/crd.ts';
import type { StructuralSchema } from '../../src/api/schema/structural.ts';

interface Field {
  readonly path: string;
  readonly schema: StructuralSchema;
}

const crd = customResourceDefinition();

const fields = crd.spec.versions
  .map(({ schema }) => schema.openAPIV3Schema.properties)
  .flatMap(({ spec, status }) => fieldsOf('spec', spec).concat(fieldsOf('status', status)));

function fieldsOf(path: string, schema: StructuralSchema): Field[] {
  const children = Object.entries(schema.properties ?? {}).map(([name, child]) => ({ name: `.${name}`, child }));
  const items = schema.items ? [{ name: '[]', child: schema.items }] : [];
  const deeper = [...children, ...items].flatMap(({ name, child }) => fieldsOf(path + name, child));
  return [{ path, schema }, ...deeper];
}

/** The paths of the fields for which `fault` holds. */
function pathsWhere(fault: (field: Field) => boolean): string[] {
  return fields.filter(fault).map(({ path }) => path);
}

/** Has a name of its own: neither the entry of a list nor the whole. */
function isNamed(path: string): boolean {
  return path.includes('.') && !path.endsWith('[]');
}

function bounded({ schema }: Field): boolean {
  if (schema.type === 'array') return schema.maxItems !== undefined;
  if (schema.type === 'integer') return schema.format === 'int32' || schema.format === 'int64';
  if (schema.type !== 'string' || schema.enum || schema.format === 'date-time') return true;
  return schema.maxLength !== undefined;
}

test('the checked-in CRD is the generated one', async () => {
  const file = new URL('../../crds/raftclusters.yaml', import.meta.url);
  expect(parse(await readFile(file, 'utf8'))).toEqual(crd);
});

test('generating twice gives the same', () => {
  expect(JSON.stringify(customResourceDefinition())).toBe(JSON.stringify(crd));
});

test('every field explains itself in whole sentences', () => {
  expect(pathsWhere(({ path, schema }) => isNamed(path) && !schema.description?.endsWith('.'))).toEqual([]);
});

test('every field has a row in docs/api.md', () => {
  const page = apiPage(crd);
  expect(pathsWhere(({ path }) => isNamed(path) && !page.includes(`| \`${path}\``))).toEqual([]);
});

test('the schema is structural', () => {
  const types = new Set<string>(['object', 'array', 'string', 'integer', 'boolean']);
  const forbidden = ['$ref', 'anyOf', 'oneOf', 'allOf', 'not', 'additionalProperties', 'nullable', 'exclusiveMinimum'];
  expect(pathsWhere(({ schema }) => !types.has(schema.type))).toEqual([]);
  expect(pathsWhere(({ schema }) => forbidden.some((keyword) => keyword in schema))).toEqual([]);
});

test('every list, text and number is bounded', () => {
  expect(pathsWhere((field) => !bounded(field))).toEqual([]);
});

test('no pattern needs more than RE2', () => {
  expect(pathsWhere(({ schema }) => /\(\?[=!<]/.test(schema.pattern ?? ''))).toEqual([]);
});

test('every list says how two appliers share it', () => {
  const lists = fields.filter(({ schema }) => schema.type === 'array');
  expect(Object.fromEntries(lists.map(({ path, schema }) => [path, schema['x-kubernetes-list-type']]))).toEqual({
    'spec.members': 'map',
    'spec.members[].protectedOrdinals': 'set',
    'spec.decommission': 'set',
    'status.members': 'map',
    'status.statefulSets': 'map',
    'status.absentees': 'map',
    'status.leftovers': 'map',
    'status.decommissioned': 'set',
    'status.removals': 'atomic',
    'status.conditions': 'map',
  });
});

test('kubectl get shows the columns that people read, and two more when asked for wide', () => {
  const columns = crd.spec.versions.flatMap(({ additionalPrinterColumns }) => additionalPrinterColumns);
  const names = (wide: boolean) =>
    columns.filter(({ priority }) => (priority === 1) === wide).map(({ name }) => name.toUpperCase());
  expect(names(false)).toEqual(['READY', 'VOTERS', 'LIVE', 'TOLERANCE', 'LEADER', 'REASON', 'AGE']);
  expect(names(true)).toEqual(['TERM', 'MESSAGE']);
});
