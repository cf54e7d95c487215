import type { z } from 'zod';

/** A condition on a field, in the two places that hold it: the API server (CEL) and the operator (`holds`). */
interface Rule<T> {
  /** What a person does about it, worded to follow the path of the field, as in `kubectl`'s answer. */
  readonly message: string;
  /** A CEL expression over `self`, within the cost limits of the API server. */
  readonly cel: string;
  /**
   * The same in TypeScript, for objects that were stored under another version of the CRD. Left out for a rule about
   * a change, which only the API server sees.
   */
  readonly holds?: (value: T) => boolean;
  /** The property of `self` to blame; without it `self`. */
  readonly field?: string;
}

/** `schema` with `rules`, in both places. For what a pattern or a bound cannot say, or cannot say in words. */
export function withRules<S extends z.ZodType>(schema: S, ...rules: readonly Rule<z.output<S>>[]): S {
  let refined = schema;
  for (const { holds, message, field } of rules) {
    if (holds) refined = refined.refine(holds, { message, path: field === undefined ? [] : [field] });
  }
  return refined.meta({
    'x-kubernetes-validations': rules.map(({ cel: rule, message, field }) =>
      field === undefined ? { rule, message } : { rule, message, fieldPath: `.${field}` },
    ),
  });
}

/** The rule that a text matches `pattern`, told in words. The pattern must be one for RE2, too. */
export function matches(pattern: RegExp, message: string): Rule<string> {
  return {
    cel: `self.matches(r'${pattern.source}')`,
    message,
    holds: (text) => pattern.test(text),
  };
}
