/** Something that the demo promises to show was not so. */
export class DidNotHappen extends Error {}

/** Ends the demo with a message unless it is so. */
export function happened(holds: boolean, what: string): asserts holds {
  if (!holds) throw new DidNotHappen(`it did not happen that ${what}`);
}
