import { expect, test } from '@jest/globals';

import { maskedDescription, maskedTable } from './masked.ts';

test.each([
  ['times', 'Since:  2026-11-22T22:17:48.820Z', 'Since:  <time>'],
  ['times in a text', 'sent at 2026-11-22T22:17:48Z; whether', 'sent at <time>; whether'],
  ['uids', 'UID:  0b1f0d5e-4f0c-4b8a-9a3f-3d7b1c9e2f10', 'UID:  <uid>'],
  ['resourceVersions', '  Resource Version:  1234', '  Resource Version:  <version>'],
  ['addresses, not their ports', 'DELETE http://127.180.25.9:8000: reset', 'DELETE http://<address>:8000: reset'],
  ['the namespace', 'Namespace:  scene-12', 'Namespace:  <namespace>'],
  ['who leads', '3 of 3 voters are live; arc-1-0 leads.', '3 of 3 voters are live; <leader> leads.'],
  ['who leads, in the status', '  Leader:              arc-0', '  Leader:  <leader>'],
  [
    'terms, indexes, and how many witnesses there were',
    'that leader arc-2 committed in term 7 (commit index 12), and from the views of 3 of 4 voters',
    'that leader <leader> committed in term <term> (commit index <index>), and from the views of <count> of 4 voters',
  ],
])('hides %s', (_, text, expected) => {
  expect(maskedDescription(`Status:\n${text}`)).toBe(`Status:\n${expected}`);
});

test.each([
  '    Message:  2 of 4 voters are live, 3 are needed. Missing: arc-1, arc-2.',
  '    Message:  the one that was asked, so it leads another cluster.',
  '    Removable:  arc-3',
  '  Voters:  5',
  '  Min Safe Replicas:  3',
])('keeps what a person is told: %s', (text) => {
  expect(maskedDescription(`Status:\n${text}`)).toBe(`Status:\n${text}`);
});

test('leaves out the events, of one RaftCluster or of several', () => {
  const events = 'Events:\n  Type    Reason  Age\n  ----    ------  ---\n  Normal  Healthy  3s\n';
  expect(maskedDescription(`Name:  a\n${events}\n\nName:  b\nEvents:  <none>\n`)).toBe('Name:  a\nName:  b');
});

test('hides by columns what a table shows, and aligns it anew', () => {
  const table = [
    'NAME      READY   LEADER   AGE   TERM   MESSAGE',
    'arc       True    arc-10   2m    17     arc-10 leads.',
    'brother   False            1s           Stalled.',
    '',
  ].join('\n');
  expect(maskedTable(table)).toBe(
    [
      'NAME      READY   LEADER     AGE     TERM     MESSAGE',
      'arc       True    <leader>   <age>   <term>   <leader> leads.',
      'brother   False              <age>            Stalled.',
    ].join('\n'),
  );
});
