import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseStrictJson } from '../../src/stores/strict-json.ts';

const parse = (text: string) => parseStrictJson(new TextEncoder().encode(text));

test.each([
  ['{"a":":","b:c":{"a":[{"a":1},{"a":"\\":\\\\"}]},"":[]}'],
  [' { "__proto__" : 1 ,\r\n"constructor"\t: null } '],
  ['{"1":1,"01":2,"1.0":3}'],
  ['{"\\u0061":1,"\\\\u0061":2}'],
  ['":"'],
  ['[]'],
  ['-0.5e7'],
])('reads %s as JSON.parse does', (text) => expect(parse(text)).toEqual(JSON.parse(text)));

describe('refuses', () => {
  test.each([
    ['a key twice', '{"a":1,"a":1}'],
    ['a key twice, once escaped', '{"a":1,"\\u0061":1}'],
    ['a key twice, deep down', '[{"a":[0,{"b":{"c":1,"d":":","c":2}}]}]'],
    ['an empty key twice', '{"":1,"":1}'],
    ['a number as key twice', '{"1":1,"1":1}'],
    ['__proto__ twice', '{"__proto__":{},"__proto__":1}'],
    ['a key three times', '{"a":1,"a":2,"a":3}'],
    ['nothing', ''],
    ['half', '{"a":'],
    ['two texts', '{}{}'],
    ['a comment', '{}//'],
    ['NaN', '{"a":NaN}'],
    ['a comma at the end', '{"a":1,}'],
  ])('%s', (_, text) => expect(() => parse(text)).toThrow());

  test.each([
    ['a lone continuation byte', [0x22, 0x80, 0x22]],
    ['an overlong quotation mark', [0x22, 0xc0, 0xa2, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a character cut short', [0x22, 0xe2, 0x82, 0x22]],
    ['beyond Unicode', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['Latin-1', [0x22, 0xe9, 0x22]],
  ])('%s', (_, bytes) => expect(() => parseStrictJson(new Uint8Array(bytes))).toThrow());
});

test('is not felled by depth, width or length', () => {
  const deep = '{"a":['.repeat(80_000) + ']}'.repeat(80_000);
  const wide = JSON.stringify(Array.from({ length: 100_000 }, (_, index) => ({ a: `:${index}` })));
  const long = JSON.stringify({ ['"'.repeat(250_000)]: '\\'.repeat(250_000) });
  for (const text of [deep, wide, long]) expect(typeof parse(text)).toBe('object');
});

test('whatever is printed with its keys once is read back', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parse(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 2_000 },
  );
});
