import { expect, test } from '@jest/globals';

import { spansOf, wrapped } from './printed-line.ts';
import { terminalSvg } from './terminal-svg.ts';

test('a line is split where its colour changes', () => {
  expect(spansOf('  \u001B[36m$ kubectl\u001B[39m and')).toEqual([
    { text: '  ', style: '' },
    { text: '$ kubectl', style: 'cyan' },
    { text: ' and', style: '' },
  ]);
});

test('an escape sequence that has no picture is refused', () => {
  expect(() => spansOf('\u001B[5mblinking')).toThrow('5mblinking');
});

test('a long line is broken, and its colour goes on', () => {
  expect(wrapped(spansOf('ab\u001B[31mcdef'), 3)).toEqual([
    [
      { text: 'ab', style: '' },
      { text: 'c', style: 'red' },
    ],
    [{ text: 'def', style: 'red' }],
  ]);
});

test('every line is in the picture, as text and not as markup', () => {
  const svg = terminalSvg('a <title>', [line(0, 'if a < b && b > c'), line(10, 'done')], /done/);
  expect(svg).toContain('>if a &lt; b &amp;&amp; b &gt; c</text>');
  expect(svg).toContain('>done</text>');
  expect(svg).toContain('aria-label="a &lt;title&gt;"');
});

test('a long wait is shortened, and a burst leaves time to read it', () => {
  const lasts = (...times: readonly number[]): number => {
    const svg = terminalSvg(
      'a demo',
      times.map((at) => line(at, 'x')),
      /x/,
    );
    return Number(/print ([\d.]+)s/.exec(svg)?.[1]);
  };
  expect(lasts(0, 60_000)).toBeLessThan(10);
  expect(lasts(0, 60_000)).toBeGreaterThan(lasts(0, 1));
  expect(lasts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100)).toBeGreaterThan(lasts(0, 0, 100) + 0.5);
});

test('a picture without the moment at which it should stand still is refused', () => {
  expect(() => terminalSvg('a demo', [line(0, 'failed')], /proven/)).toThrow('proven');
});

function line(at: number, text: string) {
  return { at, text };
}
