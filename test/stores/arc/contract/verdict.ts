import type { Row, Section } from './row.ts';
import type { Site } from './site.ts';
import type { Generation } from './view.ts';

/** What came of a row: it holds, or what is wrong, or why nobody tried. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly what: string }
  | { readonly kind: 'notRun'; readonly why: string };

export interface Verdict {
  readonly section: Section;
  readonly name: string;
  /** Of the cluster that was judged. */
  readonly generation: Generation;
  /** Holds in generation B only, and is known from Arc's source only. */
  readonly fromSource: boolean;
  readonly outcome: Outcome;
}

export function verdict<S extends Site>(row: Row<S>, generation: Generation, outcome: Outcome): Verdict {
  return { section: row.section, name: row.name, generation, fromSource: row.generation === 'B', outcome };
}

export const notRun = (why: string): Outcome => ({ kind: 'notRun', why });

export const outcomeOf = (wrong: string | undefined): Outcome =>
  wrong === undefined ? { kind: 'passed' } : { kind: 'failed', what: wrong };
