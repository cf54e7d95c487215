import { beforeEach, expect, test } from '@jest/globals';
import { type EventNote, EventRecorder } from '../../src/kube/event-recorder.ts';
import type { CallOptions, ObjectKey, Writable } from '../../src/kube/kube-client.ts';
import { KubeError, type KubeErrorCode } from '../../src/kube/kube-error.ts';
import type { KubeObject } from '../../src/kube/kube-object.ts';
import type { Resource } from '../../src/kube/resource.ts';
import { createRandom } from '../../src/ports/real-random.ts';
import { ManualClock } from './manual-clock.ts';
import { testLog } from './test-log.ts';

let clock: ManualClock;
let recorder: EventRecorder;
let log: ReturnType<typeof testLog>;
/** What reached the server: created objects, and patches with the name of what they patch. */
let created: Writable[];
let patched: { readonly name: string; readonly patch: object }[];
/** How the next requests fail; when it is empty, they succeed. */
let failures: KubeErrorCode[];
let hang: boolean;

beforeEach(() => {
  clock = new ManualClock();
  log = testLog();
  created = [];
  patched = [];
  failures = [];
  hang = false;
  const client = {
    create: async (_: Resource, object: Writable, options?: CallOptions) => {
      await reach(options);
      created.push(object);
      return answer;
    },
    patch: async (_: Resource, { name }: ObjectKey, patch: object, options?: CallOptions) => {
      await reach(options);
      patched.push({ name, patch });
      return answer;
    },
  };
  const who = { controller: 'raftcluster.dev/operator', instance: 'operator-0' };
  recorder = new EventRecorder({ client, clock, random: createRandom(), log, ...who });
});

const answer: KubeObject = { metadata: { name: 'e', uid: 'u', resourceVersion: '1' } };

async function reach(options: CallOptions = {}): Promise<void> {
  if (hang) await clock.sleep(60_000, options.signal).catch(() => Promise.reject(new KubeError('aborted', 'aborted')));
  const failure = failures.shift();
  if (failure !== undefined) throw new KubeError(failure, `it was ${failure}`);
}

function event(given: Partial<EventNote> = {}): EventNote {
  const regarding = {
    apiVersion: 'raftcluster.dev/v1alpha1',
    kind: 'RaftCluster',
    namespace: 'arc',
    name: 'arc',
    uid: 'u1',
  };
  return { regarding, type: 'Normal', reason: 'VoterRemoved', action: 'Remove', note: 'arc-4 was removed', ...given };
}

test('writes an event with all that the API asks for', async () => {
  recorder.record(event());
  await clock.advance(0);
  expect(created).toEqual([
    {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { namespace: 'arc', name: expect.stringMatching(/^arc\.[0-9a-f]{16}$/) },
      eventTime: expect.stringMatching(/^2027-01-01T\d\d:\d\d:\d\d\.\d{6}Z$/),
      reportingController: 'raftcluster.dev/operator',
      reportingInstance: 'operator-0',
      type: 'Normal',
      reason: 'VoterRemoved',
      action: 'Remove',
      note: 'arc-4 was removed',
      regarding: event().regarding,
    },
  ]);
});

test('counts repeats in one series, written at most every thirty seconds', async () => {
  for (let repeat = 0; repeat < 5; repeat += 1) {
    recorder.record(event());
    await clock.advance(1_000);
  }
  expect({ created: created.length, patched: patched.length }).toEqual({ created: 1, patched: 0 });
  expect(clock.timers).toBe(1);
  await clock.advance(30_000);
  const lastObservedTime: unknown = expect.stringMatching(/\.\d{6}Z$/);
  expect(patched).toEqual([{ name: created[0]?.metadata.name, patch: { series: { count: 5, lastObservedTime } } }]);
  await clock.advance(60_000);
  expect(patched).toHaveLength(1);
});

test('writes a repeat that comes while the event is being written once', async () => {
  recorder.record(event());
  recorder.record(event());
  await clock.advance(120_000);
  expect({ created: created.length, patched: patched.length }).toEqual({ created: 1, patched: 1 });
});

test('writes an event for itself when anything that people read differs, or after six minutes', async () => {
  recorder.record(event());
  recorder.record(event({ note: 'arc-3 was removed' }));
  recorder.record(event({ reason: 'Other' }));
  recorder.record(event({ type: 'Warning' }));
  recorder.record(event({ regarding: { ...event().regarding, uid: 'u2' } }));
  await clock.advance(6 * 60_000);
  expect(created).toHaveLength(5);
  recorder.record(event());
  await clock.advance(0);
  expect(created).toHaveLength(6);
  expect(patched).toEqual([]);
});

test('cuts a long note to what the API takes, between characters', async () => {
  recorder.record(event({ note: 'ä'.repeat(1000) }));
  recorder.record(event({ note: 'a'.repeat(1024) }));
  await clock.advance(0);
  const [long, fitting] = created.map((object) => String(object['note']));
  expect(Buffer.byteLength(long ?? '')).toBeLessThanOrEqual(1024);
  expect(long).toBe(`${'ä'.repeat(510)}…`);
  expect(fitting).toBe('a'.repeat(1024));
});

test('tries again what may pass, and counts what does not', async () => {
  failures = ['unavailable', 'network'];
  recorder.record(event());
  await clock.advance(10_000);
  expect({ created: created.length, lost: recorder.lost }).toEqual({ created: 1, lost: 0 });
  failures = ['timeout', 'timeout', 'timeout'];
  recorder.record(event({ note: 'another' }));
  await clock.advance(60_000);
  expect({ created: created.length, lost: recorder.lost }).toEqual({ created: 1, lost: 1 });
  expect(log.lines).toEqual([
    {
      level: 'warn',
      message: 'An event was not recorded',
      fields: expect.objectContaining({ code: 'timeout', reason: 'VoterRemoved' }),
    },
  ]);
});

test('does not try again what is forbidden', async () => {
  failures = ['forbidden'];
  recorder.record(event());
  await clock.advance(60_000);
  expect({ created: created.length, lost: recorder.lost }).toEqual({ created: 0, lost: 1 });
});

test('takes an event that is there already for the one whose answer was lost', async () => {
  failures = ['timeout', 'alreadyExists'];
  recorder.record(event());
  await clock.advance(10_000);
  expect(recorder.lost).toBe(0);
  recorder.record(event());
  await clock.advance(60_000);
  expect(patched).toHaveLength(1);
});

test('begins anew when the event of a series is gone', async () => {
  recorder.record(event());
  await clock.advance(0);
  failures = ['notFound'];
  recorder.record(event());
  await clock.advance(60_000);
  recorder.record(event());
  await clock.advance(0);
  expect(created).toHaveLength(2);
});

test('lets no more than five hundred events wait', async () => {
  hang = true;
  for (let number = 0; number < 600; number += 1) recorder.record(event({ note: `number ${number}` }));
  expect(recorder.lost).toBe(99);
  const flushed = recorder.flush(1_000);
  await clock.advance(1_000);
  await flushed;
  expect({ lost: recorder.lost, lines: log.lines.length }).toEqual({ lost: 600, lines: 1 });
});

test('delivers at the end what waits, repeats included, and nothing afterwards', async () => {
  recorder.record(event());
  await clock.advance(0);
  recorder.record(event());
  recorder.record(event({ note: 'another' }));
  await recorder.flush(1_000);
  expect({ created: created.length, patched: patched.length }).toEqual({ created: 2, patched: 1 });
  recorder.record(event({ note: 'too late' }));
  await clock.advance(60_000);
  expect({ created: created.length, lost: recorder.lost }).toEqual({ created: 2, lost: 1 });
});

test('gives up at the end of its time', async () => {
  hang = true;
  recorder.record(event());
  const flushed = recorder.flush(1_000);
  await clock.advance(999);
  expect(recorder.lost).toBe(0);
  await clock.advance(1);
  await flushed;
  expect({ created: created.length, lost: recorder.lost }).toEqual({ created: 0, lost: 1 });
});
