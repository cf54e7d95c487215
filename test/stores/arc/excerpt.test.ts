import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { excerpt } from '../../../src/stores/arc/excerpt.ts';

test.each([
  ['leaves a short line alone', 'not the leader', 'not the leader'],
  ['makes one line', ' <html>\r\n\t<body>\n', '<html> <body>'],
  ['drops what a terminal acts on', 'a\u001b[31mb\u0000c', 'a [31mb c'],
  ['drops what is not ASCII', 'cluster \u2014 use', 'cluster use'],
  ['cuts at 100 characters', 'x'.repeat(101), `${'x'.repeat(97)}...`],
  ['does not cut 100 characters', 'x'.repeat(100), 'x'.repeat(100)],
])('%s', (_, text, expected) => expect(excerpt(text)).toBe(expected));

test('takes the secret out wherever it stands, before the cut', () => {
  const secret = 's3cret-0123456789';
  const filler = 'x'.repeat(92);
  expect(excerpt(`${secret} ${filler}${secret}${secret}`, secret)).toBe(`*** ${filler}*...`);
});

test('is short, printable and without the secret, whatever the text', () => {
  const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'.split('')), minLength: 16, maxLength: 40 });
  const around = fc.string({ unit: 'binary', maxLength: 120 });
  fc.assert(
    fc.property(secret, fc.array(around), (token, texts) => {
      const result = excerpt(texts.join(token), token);
      expect(result).toMatch(/^[\x20-\x7e]{0,100}$/);
      expect(result).not.toContain(token);
      expect(result).not.toContain(token.slice(0, 12));
    }),
    { numRuns: 1_000 },
  );
});

test('a secret is not shown in any form in which servers repeat what they were given', () => {
  const secret = 'canary/with+odd=characters&more?';
  const forms = [
    secret,
    btoa(secret),
    btoa(secret).replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    encodeURIComponent(secret),
    new URLSearchParams({ q: secret }).toString().slice(2),
  ];
  for (const form of forms) expect(excerpt(`no: "${form}"`, secret)).toBe('no: "***"');
});

test('a secret is found even where the server changed the blanks in it', () => {
  expect(excerpt('no: one\ttwo', 'one  two')).toBe('no: ***');
});
