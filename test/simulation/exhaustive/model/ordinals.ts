/** Sets of ordinals, as bit masks. */
export function has(mask: number, ordinal: number): boolean {
  return (mask & (1 << ordinal)) !== 0;
}

export function plus(mask: number, ordinal: number): number {
  return mask | (1 << ordinal);
}

export function minus(mask: number, ordinal: number | undefined): number {
  return ordinal === undefined ? mask : mask & ~(1 << ordinal);
}

export function size(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) count++;
  return count;
}

/** Ascending. */
export function ordinalsIn(mask: number): readonly number[] {
  const ordinals: number[] = [];
  for (let ordinal = 0; mask >> ordinal > 0; ordinal++) if (has(mask, ordinal)) ordinals.push(ordinal);
  return ordinals;
}

/** `text` with another character for `ordinal`. */
export function put(text: string, ordinal: number, character: string): string {
  return text.slice(0, ordinal) + character + text.slice(ordinal + 1);
}

/** Whether the alive among `voters` are a majority of them. */
export function hasMajority(alive: number, voters: number): boolean {
  return 2 * size(alive & voters) > size(voters);
}
