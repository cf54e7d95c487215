import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { JsonLines } from '../../src/kube/json-lines.ts';

function parse(chunks: readonly Uint8Array[], maxBytes = 10_000): unknown[] {
  const lines = new JsonLines(maxBytes);
  return chunks.flatMap((chunk) => [...lines.push(chunk)]);
}

test('gives the same values however the bytes are cut', () => {
  const documents = fc.array(fc.json({ stringUnit: 'binary' }), { maxLength: 5 });
  fc.assert(
    fc.property(documents, fc.array(fc.nat(200)), (texts, cuts) => {
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
      const ends = [...new Set([...cuts.filter((cut) => cut < bytes.length), bytes.length])].toSorted((a, b) => a - b);
      const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
      expect(parse(chunks)).toEqual(texts.map((text): unknown => JSON.parse(text)));
    }),
  );
});

test('keeps a line back that has not ended', () => {
  expect(parse([Buffer.from('{"a":1}')])).toEqual([]);
});

test('skips empty lines', () => {
  expect(parse([Buffer.from('\n1\r\n\n2\n')])).toEqual([1, 2]);
});

test('refuses a line that is too long, whether it has ended or not', () => {
  expect(parse([Buffer.from('"234567"\n')], 8)).toEqual(['234567']);
  expect(() => parse([Buffer.from('"2345678"\n')], 8)).toThrow('larger than 8 bytes');
  expect(() => parse([Buffer.from('"2345'), Buffer.from('6789')], 8)).toThrow('larger than 8 bytes');
});

test('refuses a line that is no JSON without quoting it', () => {
  expect(() => parse([Buffer.from('{"token": secret}\n')])).toThrow(/^A line of a watch stream is no JSON$/);
});
