import { z } from 'zod';
import { notTheLeader, refused, removed, self, wrongMethod } from '../../bodies/refusals.ts';
import { atFollower, atLeader, NOBODY } from '../../question.ts';
import type { Row } from '../../row.ts';
import { NODES } from '../../site.ts';
import { equal } from '../equal.ts';

const LONGEST = 'x'.repeat(256);
const encoded = (id: string): string => id.replaceAll('-', '%2D');

/** How the id of a live node may be written so that it is the id of nobody. */
const others = [
  ['routes are case-insensitive, ids are not', (id: string) => id.toUpperCase()],
  ['the encoded id of a live node: success, and nothing removed', encoded],
] as const;

const tooLong = { status: 400, body: refused('invalid node ID') };

/** §1.4, and §9 on ids, as far as nobody is removed. */
export const refusals: readonly Row[] = [
  {
    section: '1.4',
    name: 'unknown id that never existed: the success body, and two log entries',
    request: atLeader('DELETE', `${NODES}/${NOBODY}`),
    answer: removed(NOBODY),
    stores: 'unchanged',
    also: async (site, { question, views }) => {
      const written = (await site.view(question.to)).lastLogIndex - (views.get(question.to)?.lastLogIndex ?? 0);
      if (written < 2) throw new Error(`${written} log entries were written`);
    },
  },
  {
    section: '1.4',
    name: 'id of more than 256 bytes: 400',
    request: atLeader('DELETE', `${NODES}/x${LONGEST}`),
    answer: tooLong,
    stores: 'unchanged',
  },
  {
    section: '1.4',
    name: 'the length is looked at before the leadership',
    needs: ['token', 'followers'],
    request: atFollower('DELETE', `${NODES}/x${LONGEST}`),
    answer: tooLong,
    stores: 'unchanged',
  },
  {
    section: '1.4',
    name: 'id of 256 bytes: accepted',
    request: atLeader('DELETE', `${NODES}/${LONGEST}`),
    answer: removed(LONGEST),
    stores: 'unchanged',
  },
  {
    section: '1.4',
    name: 'an empty id is a wrong route: 405',
    request: atLeader('DELETE', `${NODES}/`),
    answer: wrongMethod,
    stores: 'unchanged',
  },
  {
    section: '1.4',
    name: 'the id of the leader that answers: 400',
    request: async (site) => {
      const to = await site.leader();
      return { to, method: 'DELETE', path: `${NODES}/${to}` };
    },
    answer: self,
    stores: 'unchanged',
  },
  {
    section: '1.4',
    name: 'the own id is looked at before the leadership',
    needs: ['token', 'followers'],
    request: async (site) => {
      const to = await site.follower();
      return { to, method: 'DELETE', path: `${NODES}/${to}` };
    },
    answer: self,
    stores: 'unchanged',
  },
  {
    section: '1.4',
    name: 'a follower: 500 "not the leader"',
    needs: ['token', 'followers'],
    request: atFollower('DELETE', `${NODES}/${NOBODY}`),
    answer: notTheLeader,
    stores: 'unchanged',
  },
  {
    section: '2',
    name: 'a follower forwards nothing to the leader',
    needs: ['token', 'followers'],
    request: atFollower('DELETE', `${NODES}/${NOBODY}`),
    answer: notTheLeader,
    looksBefore: true,
    also: async (site, { views }) => {
      const leader = await site.leader();
      equal('the log of the leader', (await site.view(leader)).lastLogIndex, views.get(leader)?.lastLogIndex);
    },
  },
  {
    section: '1.4',
    name: 'no body is read',
    request: atLeader('DELETE', `${NODES}/${NOBODY}`, {
      headers: { 'content-type': 'application/json' },
      content: '{"dry_run":true}',
    }),
    answer: removed(NOBODY),
    stores: 'unchanged',
  },
  {
    section: '1.4',
    name: 'no precondition is read',
    request: atLeader('DELETE', `${NODES}/${NOBODY}`, { headers: { 'if-match': '"no-such-version"' } }),
    answer: removed(NOBODY),
    stores: 'unchanged',
  },
  ...others.map(([name, write]): Row => ({
    section: '9',
    name,
    needs: ['token', 'followers', 'removal'],
    request: async (site) => {
      const path = `${NODES}/${write(await site.follower())}`;
      return { to: await site.leader(), method: 'DELETE', path };
    },
    answer: { status: 200, body: z.looseObject({ success: z.literal(true) }) },
    stores: 'unchanged',
  })),
  {
    section: '9',
    name: 'the encoded id of the leader slips past the self check, and removes nothing',
    needs: ['token', 'removal'],
    request: async (site) => {
      const to = await site.leader();
      return { to, method: 'DELETE', path: `${NODES}/${encoded(to)}` };
    },
    answer: { status: 200, body: z.looseObject({ success: z.literal(true) }) },
    stores: 'unchanged',
  },
];
