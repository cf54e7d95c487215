import { z } from 'zod';

/** A structural OpenAPI v3 schema as a CRD holds it. */
export interface StructuralSchema {
  readonly description?: string;
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly [keyword: string]: unknown;
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
    ...(description !== undefined && { description }),
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
