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
  .flatMap(({ spec, status }) => [...fieldsOf('spec', spec), ...fieldsOf('status', status)]);

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

test('the checked-in CRD is the generated one', async () => {
  const file = new URL('../../crds/raftclusters.yaml', import.meta.url);
  expect(parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(crd)));
});

test('generating twice gives the same', () => {
  expect(JSON.stringify(customResourceDefinition())).toBe(JSON.stringify(crd));
});

test('every field explains itself in whole sentences', () => {
  expect(pathsWhere(({ path, schema }) => !path.endsWith('[]') && !schema.description?.endsWith('.'))).toEqual([]);
});

test('every field has a row in docs/api.md', () => {
  const page = apiPage(crd);
  const inTables = ({ path }: Field) => path.includes('.') && !path.endsWith('[]');
  expect(pathsWhere((field) => inTables(field) && !page.includes(`| \`${field.path}\``))).toEqual([]);
});

test('the schema is structural', () => {
  const types = ['object', 'array', 'string', 'integer', 'boolean'];
  const forbidden = ['$ref', 'anyOf', 'oneOf', 'allOf', 'not', 'additionalProperties', 'nullable', 'exclusiveMinimum'];
  expect(pathsWhere(({ schema }) => !types.includes(schema.type))).toEqual([]);
  expect(pathsWhere(({ schema }) => forbidden.some((keyword) => keyword in schema))).toEqual([]);
});

test('every list, text and number is bounded', () => {
  const bounded = ({ schema }: Field) => {
    if (schema.type === 'array') return Number(schema['maxItems']) > 0;
    if (schema.type === 'integer') return schema['format'] === 'int32' || schema['format'] === 'int64';
    if (schema.type !== 'string' || schema['enum'] || schema['format'] === 'date-time') return true;
    return Number(schema['maxLength']) > 0;
  };
  expect(pathsWhere((field) => !bounded(field))).toEqual([]);
});

test('no pattern needs more than RE2', () => {
  expect(pathsWhere(({ schema }) => /\(\?[=!<]/.test(String(schema['pattern'])))).toEqual([]);
});

test('every list says how two appliers share it', () => {
  const lists = fields.filter(({ schema }) => schema.type === 'array');
  const typeOf = ({ path, schema }: Field) => [path, schema['x-kubernetes-list-type']];
  expect(Object.fromEntries(lists.map(typeOf))).toEqual({
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
