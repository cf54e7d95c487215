import { z } from 'zod';

/** A list of different values: two who apply it own their entries, not the whole list. */
export function asSet<T extends string | number>(list: z.ZodArray<z.ZodType<T>>) {
  return list.check(differing((value: T) => value)).meta({ 'x-kubernetes-list-type': 'set' });
}

/** A list of objects that differ in `key`: two who apply it own their entries, not the whole list. */
export function asMap<S extends z.ZodObject>(list: z.ZodArray<S>, key: string & keyof z.output<S>) {
  return list
    .check(differing((entry: z.output<S>) => String(entry[key])))
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] });
}

/** What the API server makes of these list types: it refuses an entry whose key came before. */
function differing<T>(keyOf: (entry: T) => string | number) {
  return z.superRefine<T[]>((entries, context) => {
    const seen = new Set<string | number>();
    for (const [index, entry] of entries.entries()) {
      const key = keyOf(entry);
      if (seen.has(key)) context.addIssue({ code: 'custom', message: `Duplicate value: ${key}`, path: [index] });
      seen.add(key);
    }
  });
}
