import { z } from 'zod';

/** A structural OpenAPI v3 schema as a CRD holds it. */
export interface StructuralSchema {
  readonly description?: string;
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly format?: string;
  readonly default?: string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly 'x-kubernetes-list-type'?: 'set' | 'map' | 'atomic';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
}

interface ValidationRule {
  readonly rule: string;
  readonly message: string;
  readonly fieldPath?: string;
}

/** What the API server takes of `schema`: everything that zod can say and a structural schema may hold. */
export function structuralSchema(schema: z.ZodType): StructuralSchema {
  const { $schema: _, ...structural } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'number') sizeInteger(jsonSchema);
      // The API server checks the format by itself, and RE2 has no lookahead.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  // Whatever else zod may put there, the API server and test/api/crd.test.ts refuse.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod’s type is wider than what it makes
  return inReadingOrder(structural as unknown as StructuralSchema);
}

/** Kubernetes counts in int32 and int64; zod writes the bounds of the type as bounds of the field. */
function sizeInteger(schema: z.core.JSONSchema.BaseSchema): void {
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema;
  schema.format = maximum < 2 ** 31 ? 'int32' : 'int64';
  if (minimum <= -(2 ** 31)) delete schema.minimum;
  if (maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

/** Description and type first, children last, for those who read the CRD. */
function inReadingOrder({ description, type, properties, items, ...rest }: StructuralSchema): StructuralSchema {
  return {
    ...(description !== undefined && { description: [description, ...unsaid(rest)].join(' ') }),
    type,
    ...rest,
    ...(items && { items: inReadingOrder(items) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, inReadingOrder(property)]),
      ),
    }),
  };
}

/** What `kubectl explain` does not show by itself. */
function unsaid({ minimum, maximum, default: byDefault }: Partial<StructuralSchema>): string[] {
  const hasRange = minimum !== undefined && maximum !== undefined && maximum < 2 ** 31 - 1;
  const range = hasRange ? [`From ${minimum} to ${maximum}.`] : [];
  return byDefault === undefined || typeof byDefault === 'object' ? range : [...range, `Default: ${byDefault}.`];
}
