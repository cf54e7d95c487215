import { describe, expect, test } from '@jest/globals';
import { classifyRead } from '../../../src/stores/arc/classify-read.ts';
import {
  type ClusterBody,
  clusterBody,
  configurationText,
  followerBody,
  threeVoters,
  zeroTime,
} from './cluster-body.ts';
import { answered } from './scripted-http.ts';

const read = (body: unknown) => classifyRead(answered(200, body));
const invalid = (message: unknown = expect.any(String)) => ({ kind: 'failed', failure: 'invalid', message });

function shown(given: ClusterBody) {
  const result = read(followerBody(given));
  return result.kind === 'view' ? result.view : result;
}

describe('a view', () => {
  const members = threeVoters.map(({ id, address }) => ({ id, suffrage: 'Voter', address }));

  test('of the leader', () => {
    const heard = '2026-11-22T17:24:41.097392394Z';
    const registry = [
      ['arc-writer-0', zeroTime],
      ['arc-reader-0', heard],
      ['once here', '2026-11-22T19:24:41+02:00'],
    ] as const;
    expect(read(clusterBody({ registry }))).toEqual({
      kind: 'view',
      view: {
        memberId: 'arc-writer-0',
        clusterName: 'arc',
        role: 'Leader',
        leaderId: 'arc-writer-0',
        term: 2n,
        lastLogTerm: 2n,
        lastLogIndex: 9n,
        commitIndex: 8n,
        configuration: members,
        leaderContact: 0,
        records: new Map([
          ['arc-writer-0', { lastHeard: null }],
          ['arc-reader-0', { lastHeard: heard }],
          ['once here', { lastHeard: '2026-11-22T19:24:41+02:00' }],
        ]),
      },
    });
  });

  test.each<[string, ClusterBody, object]>([
    ['a follower', {}, { role: 'Follower', leaderId: 'arc-writer-0', leaderContact: 21.5 }],
    ['a follower that heard this instant', { stats: { last_contact: '0s' } }, { leaderContact: 0 }],
    ['a follower in an election', { leader: '' }, { role: 'Follower', leaderId: null }],
    [
      'a candidate since its start',
      { state: 'Candidate', leader: '', stats: { last_contact: 'never' } },
      { role: 'Candidate', leaderContact: null },
    ],
    [
      'Raft shut down',
      { state: 'Shutdown', leader: '', stats: { last_contact: '6.11148393s' } },
      { role: 'Shutdown', leaderContact: 6111.48393 },
    ],
    [
      'a node that never joined',
      { leader: '', stats: { term: '0', num_peers: '0', last_contact: 'never', latest_configuration: '[]' } },
      { term: 0n, configuration: [] },
    ],
    [
      'a removed node that runs on',
      { self: 'arc-reader-9', leader: '', stats: { num_peers: '0' } },
      { memberId: 'arc-reader-9', configuration: members },
    ],
    [
      'a leader that names nobody yet',
      { self: 'arc-writer-0', state: 'Leader', leader: '' },
      { role: 'Leader', leaderId: null },
    ],
    ['a leader id that names no member', { leader: 'arc-writer-7' }, { leaderId: 'arc-writer-7' }],
    [
      'the largest numbers',
      { stats: { term: '18446744073709551615', commit_index: '9007199254740993' } },
      { term: 2n ** 64n - 1n, commitIndex: 9007199254740993n },
    ],
    ['an empty registry', { registry: [] }, { records: new Map() }],
  ])('of %s', (_, given, expected) => expect(shown(given)).toMatchObject(expected));

  test('of a nonvoter, whose node counts no peers', () => {
    const servers = threeVoters.map((each, index) => Object.assign({}, each, index > 0 && { suffrage: 'Nonvoter' }));
    const stats = { num_peers: '0', latest_configuration: configurationText(servers) };
    expect(shown({ stats })).toMatchObject({ configuration: [{}, { suffrage: 'Nonvoter' }, { suffrage: 'Nonvoter' }] });
  });
});

describe('a body that contradicts itself is invalid', () => {
  test.each<[string, object, RegExp]>([
    ['a leader by state alone', clusterBody({ isLeader: false }), /role/],
    ['a leader by is_leader alone', followerBody({ isLeader: true }), /role/],
    ['a leader that lost while it answered', clusterBody({ stats: { state: 'Follower' } }), /role/],
    ['a leader that lost in the last moment', clusterBody({ stats: { last_contact: '1.2s' } }), /role/],
    ['a follower that won while it answered', followerBody({ stats: { state: 'Leader' } }), /role/],
    ['a follower that won in the last moment', followerBody({ stats: { last_contact: '0' } }), /role/],
    ['a follower that became a candidate', followerBody({ stats: { state: 'Candidate' } }), /role/],
    ['more voters than peers', clusterBody({ stats: { num_peers: '1' } }), /num_peers/],
    ['fewer voters than peers', clusterBody({ stats: { num_peers: '3' } }), /num_peers/],
    ['peers of a node that is no member', clusterBody({ self: 'x', stats: { num_peers: '3' } }), /num_peers/],
    [
      'one node twice in the registry',
      clusterBody({
        registry: [
          ['a', zeroTime],
          ['a', '2026-11-22T17:24:41Z'],
        ],
      }),
      /nodes/,
    ],
  ])('%s', (_, body, message) => expect(read(body)).toEqual(invalid(expect.stringMatching(message))));

  test('an id made to read like two voters', () => {
    const forged = { ...threeVoters[1], suffrage: 'Voter', id: 'a Address:h:1} {Suffrage:Voter ID:b', address: 'h:2' };
    const stats = { num_peers: '1', latest_configuration: configurationText([...threeVoters.slice(0, 1), forged]) };
    expect(read(clusterBody({ stats }))).toEqual(invalid(expect.stringContaining('num_peers')));
  });
});

describe('the membership block of generation B (known from Arc’s source only)', () => {
  const servers = threeVoters.map(({ id }) => ({ id, suffrage: 'voter', role: 'writer', resolved: true }));

  test.each<[string, unknown]>([
    ['equal', { servers, voting_servers: 3, view: 'local', view_of: 'arc-writer-0' }],
    ['equal in another order', { servers: servers.toReversed() }],
    ['an error of its own', { error: 'raft: no configuration', view: 'local' }],
    ['null', null],
    ['null servers', { servers: null }],
  ])('%s: the configuration stands', (_, membership) =>
    expect(read(clusterBody({ membership }))).toMatchObject({ kind: 'view' }),
  );

  test.each<[string, unknown]>([
    ['a server less', { servers: servers.slice(1) }],
    ['no server', { servers: [] }],
    ['a server more', { servers: [...servers, { id: 'x', suffrage: 'nonvoter' }] }],
    ['a server twice', { servers: [servers[0], servers[0], servers[1]] }],
    ['another id', { servers: [{ id: 'x', suffrage: 'voter' }, ...servers.slice(1)] }],
    ['another suffrage', { servers: [{ id: 'arc-writer-0', suffrage: 'nonvoter' }, ...servers.slice(1)] }],
    ['an unknown suffrage', { servers: servers.map(({ id }) => ({ id, suffrage: 'unknown' })) }],
    ['servers that are no list', { servers: {} }],
    ['text', 'voter'],
  ])('%s: invalid', (_, membership) => expect(read(clusterBody({ membership }))).toEqual(invalid()));
});
