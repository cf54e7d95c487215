import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../../membership/cluster.ts';
import { HttpError } from '../../../../src/ports/http-error.ts';
import { type ArcNode, fiveVoters, fourPods, leader, node, type PodAnswer, server } from './arc-pods.ts';

type Answers = Readonly<Record<string, PodAnswer>>;

/** `leader reason`, the leader `-` if none is proven, and who would be asked to remove whom. */
function conclusion(world: Cluster): { found: string; removal: string } {
  const { status, effect } = world.freshPass();
  const about = (wanted: string) => status.conditions?.find(({ type }) => type === wanted)?.reason ?? '-';
  const found = `${status.leader ?? '-'} ${about('QuorumHealthy')}`;
  return { found, removal: effect ? `${effect.id} by ${effect.leader.memberId}` : 'none' };
}

const survivors = [0, 1, 2, 3].map((ordinal) => server(ordinal));
const withoutThree = fiveVoters.filter(({ id }) => id !== 'arc-3');
const hangs = new HttpError('timeout', 'no answer in time');
const away = new HttpError('refused', 'nothing listens there');
const removed = { servers: withoutThree, log: 91 };
const ghostGone = { servers: survivors, log: 91, committed: 90 };

describe('one odd node among four does not keep the ghost from being removed by the leader that three follow', () => {
  test.each<[string, Answers]>([
    ['none is odd', {}],
    ['a follower whose log lags', { 'arc-3': node(3, { log: 80 }) }],
    ['a follower that does not show the newest configuration yet', { 'arc-3': node(3, { servers: survivors }) }],
    ['a follower that shows a removal that is not committed', { 'arc-3': node(3, ghostGone) }],
    ['a follower without contact', { 'arc-3': node(3, { contact: '2.42s' }) }],
    ['a follower that knows no leader', { 'arc-3': node(3, { leader: '' }) }],
    ['a candidate whose term climbs', { 'arc-3': node(3, { state: 'Candidate', leader: '', term: 19 }) }],
    [
      'a removed node that runs on, quietly',
      {
        'arc-0': leader(0, removed),
        'arc-1': node(1, removed),
        'arc-2': node(2, removed),
        'arc-3': node(3, { ...removed, leader: '', contact: '5.981630822s' }),
      },
    ],
    [
      'a removed node that came back with its old configuration and campaigns',
      {
        'arc-0': leader(0, removed),
        'arc-1': node(1, removed),
        'arc-2': node(2, removed),
        'arc-3': node(3, { state: 'Candidate', leader: '', term: 9, contact: 'never' }),
      },
    ],
    [
      'a node with an empty configuration',
      { 'arc-3': node(3, { servers: [], leader: '', term: 0, contact: 'never', clusterName: 'arc' }) },
    ],
    ['a node whose Raft is shut down', { 'arc-3': node(3, { state: 'Shutdown', leader: '', contact: '6.11s' }) }],
    ['a pod that hangs', { 'arc-3': hangs }],
    ['a pod that cannot be reached', { 'arc-3': away }],
    ['a pod whose certificate is wrong', { 'arc-3': new HttpError('tls', 'TLS failed') }],
    ['a pod that takes part in no cluster', { 'arc-3': { enabled: false, mode: 'standalone', reason: '' } }],
    ['a pod whose answer is cut short', { 'arc-3': JSON.stringify(node(3)).slice(0, -1) }],
    ['a pod whose answer writes a key twice', { 'arc-3': twice(node(3)) }],
    ['a pod whose answer is no UTF-8', { 'arc-3': new Uint8Array([0x7b, 0xff, 0x7d]) }],
    ['a pod whose answer is not to be read', { 'arc-3': node(3, { stats: { commit_index: 90 } }) }],
  ])('%s', async (_, answers) =>
    expect(conclusion(await fourPods(answers))).toEqual({ found: 'arc-0 Healthy', removal: 'arc-4 by arc-0' }),
  );
});

describe('a new leader is found beside the old one', () => {
  const reign = { leader: 'arc-1', term: 8 };
  const others = { 'arc-1': leader(1, reign), 'arc-2': node(2, reign), 'arc-3': node(3, reign) };

  test('that gave up, with a removal that was never committed', async () => {
    const deposed = node(0, { ...ghostGone, leader: '', contact: '35.301857ms' });
    const world = await fourPods({ 'arc-0': deposed, ...others }, 'arc-1');
    expect(conclusion(world)).toEqual({ found: 'arc-1 Healthy', removal: 'arc-4 by arc-1' });
    expect(world.status.members?.map(({ id }) => id)).toContain('arc-4');
  });

  test('that follows it', async () => {
    const world = await fourPods({ 'arc-0': node(0, reign), ...others }, 'arc-1');
    expect(conclusion(world)).toEqual({ found: 'arc-1 Healthy', removal: 'arc-4 by arc-1' });
  });

  test('that still claims: nothing is done, and in a second it is a second cluster', async () => {
    const world = await fourPods({ 'arc-0': leader(0, ghostGone), ...others }, 'arc-1');
    expect(conclusion(world)).toEqual({ found: '- SplitBrain', removal: 'none' });
  });
});

describe('nothing is removed where', () => {
  const first = { leader: 'arc-0' };
  test.each<[string, Answers, string]>([
    ['two followers lag', { 'arc-2': node(2, { log: 80 }), 'arc-3': node(3, { log: 80 }) }, '- ViewsDisagree'],
    [
      'the leader shows a removal that is not committed',
      {
        'arc-0': leader(0, ghostGone),
        'arc-1': node(1, ghostGone),
        'arc-2': node(2, ghostGone),
        'arc-3': node(3, ghostGone),
      },
      'arc-0 Healthy',
    ],
    [
      'only a deposed leader answers',
      { ...silent(1, 2, 3), 'arc-0': node(0, { ...ghostGone, leader: '' }) },
      '- AdminUnreachable',
    ],
    ['two claim the same term', { 'arc-1': leader(1) }, '- SplitBrain'],
    [
      'an empty node has bootstrapped a cluster of its own',
      { 'arc-3': leader(3, { servers: [server(3)], term: 2, log: 3 }) },
      '- SplitBrain',
    ],
    ['a node names another cluster', { 'arc-3': node(3, { clusterName: 'other' }) }, '- SplitBrain'],
    ['the leader names nobody', { 'arc-0': leader(0, { leader: '' }) }, '- ViewsDisagree'],
    ['the leader names another', { 'arc-0': leader(0, { leader: 'arc-1' }) }, '- ViewsDisagree'],
    ['the leader has an empty configuration', { 'arc-0': leader(0, { servers: [] }) }, '- ViewsDisagree'],
    [
      'the leader is not in its own configuration',
      { 'arc-0': leader(0, { servers: fiveVoters.slice(1) }) },
      '- ViewsDisagree',
    ],
    ['all name a leader that is in no pod', all({ leader: 'arc-9' }), '- AdminUnreachable'],
    ['all name a leader of no set', all({ leader: 'elsewhere' }), '- LeaderUnmanaged'],
    ['nobody names a leader', all({ leader: '' }), '- NoLeader'],
    [
      'all have an empty configuration',
      all({ servers: [], leader: '', term: 0, contact: 'never' }),
      '- AdminUnreachable',
    ],
    ['the leader hangs', { 'arc-0': hangs }, '- AdminUnreachable'],
    ['two followers cannot be reached', { 'arc-2': away, 'arc-3': hangs }, '- AdminUnreachable'],
    ['the leader’s answer writes a key twice', { 'arc-0': twice(leader(0)) }, '- StoreAnswerInvalid'],
    ['the leader’s answer is cut short', { 'arc-0': JSON.stringify(leader(0)).slice(0, 900) }, '- StoreAnswerInvalid'],
    ['the leader’s term is a number', { 'arc-0': leader(0, { stats: { term: 7 } }) }, '- StoreAnswerInvalid'],
    [
      'the leader changed while it answered',
      { 'arc-0': leader(0, { stats: { state: 'Follower' } }) },
      '- StoreAnswerInvalid',
    ],
    [
      'an id in the configuration needs encoding',
      allShowing([...fiveVoters.slice(0, 4), { ...server(4), id: 'arc%2D4' }]),
      'arc-0 Healthy',
    ],
    [
      'an id in the configuration holds a space',
      allShowing([...fiveVoters.slice(0, 4), server('4 b')]),
      '- StoreAnswerInvalid',
    ],
    ['a follower follows somebody else', { 'arc-3': node(3, { ...first, leader: 'arc-2', term: 6 }) }, 'arc-0 Healthy'],
  ])('%s', async (_, answers, found) =>
    expect(conclusion(await fourPods(answers))).toEqual({ found, removal: 'none' }),
  );
});

describe('generation B (known from Arc’s source only)', () => {
  const servers = [0, 1, 2].map((ordinal) => server(ordinal)).concat(server(3, 'Nonvoter'), server(4, 'Nonvoter'));
  const membership = (shown = servers) => ({
    servers: shown.map(({ id, suffrage }) => ({ id, suffrage: suffrage.toLowerCase() })),
    voting_servers: 3,
  });
  const given = { servers, membership: membership() };
  const others = { 'arc-1': node(1, given), 'arc-2': node(2, given), 'arc-3': node(3, given) };

  test('a nonvoter is removed by the leader that the voters follow', async () => {
    const world = await fourPods({ 'arc-0': leader(0, given), ...others });
    expect(conclusion(world)).toEqual({ found: 'arc-0 Healthy', removal: 'arc-4 by arc-0' });
    expect(world.status).toMatchObject({ voters: 3, liveVoters: 3 });
  });

  test('a leader whose two lists of members differ is not believed', async () => {
    const contradicting = leader(0, { servers, membership: membership(servers.slice(0, 4)) });
    const world = await fourPods({ 'arc-0': contradicting, ...others });
    expect(conclusion(world)).toEqual({ found: '- StoreAnswerInvalid', removal: 'none' });
  });

  test('a node that is not clustered says so with success false', async () => {
    const standalone = { success: false, enabled: false, mode: 'standalone', reason: 'Clustering not enabled' };
    const world = await fourPods({ 'arc-0': leader(0, given), ...others, 'arc-3': standalone });
    expect(conclusion(world)).toEqual({ found: 'arc-0 Healthy', removal: 'arc-4 by arc-0' });
  });
});

/** The same answer with one key of its first object a second time. */
function twice(body: object): string {
  return JSON.stringify(body).replace('"enabled":true', '"enabled":false,"enabled":true');
}

function silent(...ordinals: readonly number[]): Answers {
  return Object.fromEntries(ordinals.map((ordinal) => [`arc-${ordinal}`, hangs]));
}

/** Nobody leads, and all are as `given`. */
function all(given: ArcNode): Answers {
  return Object.fromEntries([0, 1, 2, 3].map((ordinal) => [`arc-${ordinal}`, node(ordinal, given)]));
}

function allShowing(servers: ArcNode['servers'] = []): Answers {
  return { ...all({ servers }), 'arc-0': leader(0, { servers }) };
}
