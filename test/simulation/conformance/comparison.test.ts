import { describe, expect, test } from '@jest/globals';
import { differences, everShown, lasting, unheardOf } from './comparison.ts';
import { passes, passing } from './passing.ts';
import { Recording, type Stay, type Threads } from './recording.ts';
import { type Asked, deletions } from './requests.ts';
import { SimulatedSide } from './simulated-side.ts';
import { stories } from './stories.ts';

type State = string | readonly [state: string, lasted: number];

/** Each state for so many milliseconds, or for ever at both ends. */
function stays(...states: readonly State[]): readonly Stay[] {
  return states.map((each, index) => {
    const [state, lasted] = typeof each === 'string' ? [each, passes] : each;
    const isEnd = index === 0 || index === states.length - 1;
    return { state, lasted: isEnd ? Number.POSITIVE_INFINITY : lasted };
  });
}

function threads(thread: string, ...states: readonly State[]): Threads {
  return new Map([[thread, stays(...states)]]);
}

describe('two recordings differ', () => {
  const real = threads('pod arc-2', 'Ready', ['Terminating', 1], 'gone');

  test('by a state that is left out', () => {
    expect(differences(real, real)).toEqual([]);
    const simulated = ['Ready', 'gone'];
    const found = { thread: 'pod arc-2', real: ['Ready', 'Terminating', 'gone'], simulated };
    expect(differences(real, threads('pod arc-2', 'Ready', 'gone'))).toEqual([found]);
  });

  test('by something that only one of them has', () => {
    const found = differences(new Map([...real, ...threads('DELETEs', 'DELETE arc-4')]), real);
    expect(found).toEqual([{ thread: 'DELETEs', real: ['DELETE arc-4'], simulated: [] }]);
  });

  test('by the order', () => {
    const others = threads('pod arc-2', 'Terminating', 'Ready', 'gone');
    expect(differences(real, others)).toHaveLength(1);
  });
});

describe('a state that may be passed over', () => {
  const thread = 'member arc-4';
  const [keep, terminating, settling] = [
    'Voter Keep InRange',
    'Voter Waiting PodTerminating',
    'Voter Waiting Settling',
  ];

  test('is left out where it passed', () => {
    expect(lasting(thread, stays(keep, [terminating, 40], settling))).toEqual([keep, settling]);
    expect(lasting(thread, stays(keep, [terminating, 40], keep))).toEqual([keep]);
  });

  test('counts where it stayed', () => {
    expect(lasting(thread, stays(keep, [terminating, passes], settling))).toEqual([keep, terminating, settling]);
  });

  test('counts as beginning and end', () => {
    expect(lasting(thread, stays(terminating, keep, terminating))).toEqual([terminating, keep, terminating]);
  });

  test('is nothing where there was nothing else', () => {
    expect(lasting('absentee arc-4', stays('not listed', ['Unreachable', 60], 'not listed'))).toEqual([]);
    expect(lasting('absentee arc-4', stays('not listed', 'Unreachable', 'not listed'))).toHaveLength(3);
  });

  test('is none of those that matter most, however short', () => {
    const matter = [
      ['pod arc-4', 'Terminating'],
      ['member arc-4', 'Voter Removing RemovingVoter'],
      ['member arc-4', 'Voter Keep InRange'],
      ['condition QuorumHealthy', 'False QuorumLost'],
      ['removal', 'Removing arc-4'],
      ['removals', 'arc-4 NotRemoved'],
      ['DELETEs while all is well', 'DELETE arc-4'],
    ] as const;
    for (const [name, state] of matter) expect(lasting(name, stays('first', [state, 1], 'last'))).toContain(state);
  });

  test('says why', () => {
    for (const { why } of passing) expect(why).toMatch(/^[A-Z].*\.$/);
  });

  test('must be known to the model, even so', () => {
    const known = everShown([threads(thread, keep, settling)]);
    const real = threads(thread, keep, [terminating, 40], settling);
    expect(unheardOf(real, known)).toEqual([`${thread}: ${terminating}`]);
    expect(unheardOf(real, everShown([real]))).toEqual([]);
  });
});

describe('a recording', () => {
  test('tells a pod that came back from the one before, and forgets what was before the story', () => {
    const recording = new Recording();
    const pod = (uid: string, phase: string) => ({ metadata: { name: 'arc-1', uid }, status: { phase } });
    recording.podSeen(pod('a', 'Pending'), 0);
    recording.podSeen(pod('a', 'Running'), 1);
    recording.act('all is well', 2);
    recording.podSeen(pod('b', 'Pending'), 3);
    recording.podGone(pod('a', 'Running'), 4);
    expect([...recording.pods]).toEqual([['arc-1', { uid: 'b', state: 'Pending' }]]);
    recording.podGone(pod('b', 'Pending'), 5);
    recording.podSeen(pod('c', 'Running'), 6);
    const states = recording
      .end([], 7)
      .get('pod arc-1')
      ?.map(({ state }) => state);
    expect(states).toEqual(['Running', 'Pending', 'gone', 'Running']);
  });

  test('knows a pod as gone only as long as it is', () => {
    const recording = new Recording();
    const pod = (uid: string) => ({ metadata: { name: 'arc-4', uid } });
    recording.podSeen(pod('a'), 0);
    recording.act('all is well', 0);
    recording.podGone(pod('a'), 1);
    recording.podSeen(pod('b'), 20_000);
    const at = (time: number): Asked => ({
      at: time,
      method: 'DELETE',
      path: '/api/v1/cluster/nodes/arc-4',
      pod: 'arc-0',
      wasLeader: true,
      hasToken: true,
      status: 200,
    });
    const told = recording.end([at(15_000), at(30_000)], 40_000).get('DELETEs while all is well');
    expect(told?.map(({ state }) => / its pod ([^;]*)/.exec(state)?.[1])).toEqual([
      'gone for the delay',
      'NOT gone for the delay',
    ]);
  });

  test('says of a DELETE what came before it', () => {
    const at = Date.UTC(2027, 0, 1);
    const asked: Asked = {
      at,
      method: 'DELETE',
      path: '/api/v1/cluster/nodes/arc-4',
      pod: 'arc-0',
      wasLeader: true,
      hasToken: true,
      status: 200,
    };
    const startedAt = new Date(at - 10).toISOString();
    const removal = { member: 'arc-4', holder: 'a', phase: 'Removing', startedAt, attempts: 1 } as const;
    const told = (goneFor: number | undefined, isRecorded: boolean) =>
      deletions([asked], {
        goneAt: () => (goneFor === undefined ? undefined : at - goneFor),
        statuses: isRecorded ? [{ removal }] : [],
      });
    const after = 'with token; asked the leader';
    const first = 'nothing removed before; answer 200';
    expect(told(10_000, true)).toEqual([
      `DELETE arc-4: ${after}; its pod gone for the delay; recorded before; ${first}`,
    ]);
    const tooEarly = `DELETE arc-4: ${after}; its pod NOT gone for the delay; NOT recorded before; ${first}`;
    expect(told(9_000, false)).toEqual([tooEarly]);
    expect(told(undefined, false)).toEqual([tooEarly]);
  });
});

test('one seed, one recording', async () => {
  const story = stories.find(({ number }) => number === '6');
  if (story === undefined) throw new Error('there is no story 6');
  const once = async () => {
    const side = new SimulatedSide(story.setUp, 7);
    await side.begin(story.setUp);
    await story.play(side);
    return side.end();
  };
  const first = await once();
  expect([...(await once())]).toEqual([...first]);
  expect(first.get('pod arc-2')?.map(({ state }) => state)).toEqual([
    'Ready',
    'Terminating',
    'gone',
    'Pending',
    'Running',
    'Ready',
  ]);
});
