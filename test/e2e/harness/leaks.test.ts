import { expect, test } from '@jest/globals';

import { leaksIn } from './leaks.ts';

const secret = 'canary/"with"+odd=characters & <more>?';

test.each([
  ['as it is', secret],
  ['in JSON', JSON.stringify({ message: secret })],
  ['in Base64', btoa(secret)],
  ['in Base64 for URLs', Buffer.from(secret).toString('base64url')],
  ['in hexadecimal', Buffer.from(secret).toString('hex')],
  ['in a URL', `https://arc/?q=${encodeURIComponent(secret)}`],
  ['in a form', new URLSearchParams({ q: secret }).toString()],
  ['in HTML', 'canary/"with"+odd=characters &amp; &lt;more>?'],
])('finds a secret %s', (form, text) => {
  expect(leaksIn(`before ${text} after`, ['another', secret])).toContain(`${secret}, ${form}`);
});

test('finds none where none is', () => {
  expect(leaksIn('canary', [secret])).toEqual([]);
});
