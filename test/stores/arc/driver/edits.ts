import * as fc from 'fast-check';

/** One change to a JSON text: what a bug, a proxy or an ill-meaning hand might do to an answer. */
export type Edit = (text: string) => string;

const words = [
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  '18446744073709551616',
  'true',
  'Leader',
  'Follower',
  '0s',
  '[]',
  '[{}]',
  '\u0000',
];
const junk = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 2 ** 64, [], {}, [[]], [{}], { enabled: true }),
  fc.constantFrom(...words),
);

/** Takes a value out, puts another in its place or makes it one of another type; the text stays JSON. */
const valueEdit: fc.Arbitrary<Edit> = fc
  .record({ at: fc.nat(), act: fc.constantFrom('delete', 'replace', 'retype', 'wrap'), value: junk })
  .map(({ at, act, value }) => (text) => {
    const root: unknown = [JSON.parse(text)];
    const places = placesIn(root);
    const [holder, key] = places[at % places.length] ?? [{}, ''];
    const before: unknown = Reflect.get(holder, key);
    if (act === 'delete') Reflect.deleteProperty(holder, key);
    else Reflect.set(holder, key, act === 'replace' ? value : act === 'wrap' ? [before] : retyped(before));
    return JSON.stringify(root).slice(1, -1);
  });

/** Writes one key of one object twice, with any value before its own. */
export const keyTwice: fc.Arbitrary<Edit> = fc.record({ at: fc.nat(), value: junk }).map(({ at, value }) => (text) => {
  const keys = [...text.matchAll(/"\w+":/g)];
  const chosen = keys[at % keys.length];
  if (chosen === undefined) throw new Error('the text has no key');
  return `${text.slice(0, chosen.index)}${chosen[0]}${JSON.stringify(value)},${text.slice(chosen.index)}`;
});

/** Copies one piece of the text over another, so that what results is still made of Arc's own words. */
const pieceMoved: fc.Arbitrary<Edit> = fc
  .tuple(fc.nat(), fc.nat(40), fc.nat(), fc.nat(40))
  .map(([from, length, to, gap]) => (text) => {
    const piece = text.slice(from % text.length, (from % text.length) + length);
    return text.slice(0, to % text.length) + piece + text.slice((to % text.length) + gap);
  });

const edit = fc.oneof({ weight: 3, arbitrary: valueEdit }, pieceMoved, keyTwice);

/** The text after one or two edits. */
export function edited(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.array(edit, { minLength: 1, maxLength: 2 }))
    .map(([whole, edits]) => edits.reduce((before, each) => attempt(each, before), whole));
}

/** The bytes of the text with some of them replaced by others. */
export function spliced(text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(text, fc.nat(), fc.nat(6), fc.uint8Array({ maxLength: 4 }))
    .map(([whole, position, length, inserted]) => {
      const bytes = Buffer.from(whole);
      const at = position % bytes.length;
      return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + length)]);
    });
}

/** An edit before may have left what is no JSON, or nothing: then it stays so. */
function attempt(each: Edit, text: string): string {
  try {
    return each(text);
  } catch {
    return text;
  }
}

function placesIn(root: unknown): (readonly [holder: object, key: string])[] {
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]) => [[root, key] as const, ...placesIn(value)]);
}

function retyped(value: unknown): unknown {
  if (typeof value === 'string') return /^\d+$/.test(value) ? Number(value) : [value];
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : null;
}
