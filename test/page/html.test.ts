import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { html } from '../../src/page/html.ts';

test('text is escaped, in elements and in attributes', () => {
  expect(html`<a title="${`"'<&>`}">${'<script>'}</a>`.text).toBe(
    '<a title="&quot;&#39;&lt;&amp;&gt;">&lt;script&gt;</a>',
  );
});

test('HTML stays as it is, lists are put together, nothing is nothing', () => {
  const item = html`<b>${1}</b>`;
  expect(html`${[item, ['<', item]]}${undefined}${false}`.text).toBe('<b>1</b>&lt;<b>1</b>');
});

test('a backslash in a template is not eaten, nor one in a value', () => {
  expect(html`a${'\\n'}b`.text).toBe('a\\nb');
});

test('nothing that a value holds can open or close anything', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(html`${value}`.text).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

test.each([
  ['U+202E, which turns the text after it around', '\u202E'],
  ['a zero-width space', '\u200B'],
  ['a line separator', '\u2028'],
  ['a null character', '\0'],
  ['half a surrogate pair', '\uD800'],
])('%s is made visible', (_, character) => {
  expect(html`arc${character}-0`.text).toBe('arc\u{FFFD}-0');
});
