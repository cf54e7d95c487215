/** A change of the product's text that makes it wrong. */
export interface Defect {
  /** Of what is wrong, in a few words. */
  readonly name: string;
  /** What goes wrong then, and which promise of the removal rule stands against it. */
  readonly why: string;
  readonly edits: readonly [Edit, ...Edit[]];
  /** The number of a scenario that is played first, to save time. */
  readonly likely?: string;
  /** It concerns the floor of the scale-down guard: searched for where people meet the guard. */
  readonly guards?: boolean;
}

/** `find` is replaced by `replace`. It must be in `file` exactly once: otherwise the product has moved on, and the defect is stale. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The text with the defect in it. Throws when it is stale. */
export function damage(text: string, { file, find, replace }: Edit): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`stale: ${file} has ${times} times: ${find}`);
  return text.replace(find, () => replace);
}
