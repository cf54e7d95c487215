/**
 * A pod of a StatefulSet: `l`, a live voter; `s`, one whose pod is being stopped; `d`, a voter that is wanted but not live;
 * `j`, wanted and no member yet; `n`, a nonvoter.
 */
export type Kind = 'l' | 's' | 'd' | 'j' | 'n';

/** Two sets of which `a` is about to be scaled down. Of `b` only what it consists of matters, in the order of `kinds`. */
export interface Situation {
  /** By ordinal. */
  readonly a: string;
  readonly b: string;
  /** Dead voters that no set wants. */
  readonly ghosts: number;
}

/** What a situation is judged under. */
export interface Terms {
  readonly rolling: { readonly a: boolean; readonly b: boolean };
  readonly protectedOrdinal: number | undefined;
  readonly minVoters: number;
}

const kinds = ['l', 'd', 'j', 'n', 's'] as const satisfies readonly Kind[];
/** In the whole situation. */
const most = { pods: 7, s: 1, j: 2, n: 2 } as const;

export function count(pods: string, ...wanted: readonly Kind[]): number {
  let found = 0;
  for (const pod of pods) if (wanted.some((kind) => kind === pod)) found++;
  return found;
}

/** Every one with up to seven pods and ghosts, of which up to one is being stopped, two are joining, two are nonvoters. */
export function* situations(): Generator<Situation> {
  for (const a of sequences(most.pods))
    for (const b of multisets(most.pods - a.length)) {
      const all = a + b;
      if ((['s', 'j', 'n'] as const).some((kind) => count(all, kind) > most[kind])) continue;
      for (let ghosts = 0; ghosts <= most.pods - all.length; ghosts++) yield { a, b, ghosts };
    }
}

function* sequences(longest: number): Generator<string> {
  yield '';
  if (longest === 0) return;
  for (const rest of sequences(longest - 1)) for (const kind of kinds) yield rest + kind;
}

function* multisets(largest: number, from = 0): Generator<string> {
  yield '';
  if (largest === 0) return;
  for (let index = from; index < kinds.length; index++)
    for (const rest of multisets(largest - 1, index)) yield (kinds[index] ?? '') + rest;
}

/** What is tried with each: quiet and rolling, with and without a protected ordinal or a floor of voters. */
export function termsFor({ a, b }: Situation): readonly Terms[] {
  const [rollsA, rollsB] = [a, b].map((pods) => (pods === '' ? [false] : [false, true]));
  const bounds = [
    { protectedOrdinal: undefined, minVoters: 1 },
    { protectedOrdinal: 0, minVoters: 1 },
    { protectedOrdinal: 2, minVoters: 1 },
    { protectedOrdinal: undefined, minVoters: 3 },
  ];
  return (rollsA ?? []).flatMap((inA) =>
    (rollsB ?? []).flatMap((inB) => bounds.map((bound) => ({ rolling: { a: inA, b: inB }, ...bound }))),
  );
}
