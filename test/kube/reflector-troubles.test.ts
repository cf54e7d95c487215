import { afterEach, expect, test } from '@jest/globals';
import type { Identified } from '../../src/kube/kube-object.ts';
import type { ReflectorOptions } from '../../src/kube/reflector.ts';
import { eventually } from '../ports/eventually.ts';
import { type Exchange, pod, status } from './fake-api-server.ts';
import { fastClock } from './fast-clock.ts';
import { identify, ReflectorHarness } from './reflector-harness.ts';

let harness: ReflectorHarness;

afterEach(() => harness.stop());

async function synced(given: Partial<ReflectorOptions<Identified>> = {}): Promise<Exchange> {
  harness = await ReflectorHarness.start(given);
  const watch = await harness.server.next();
  watch.event('ADDED', pod('a', 10)).bookmark('20', true);
  await eventually('synced', () => harness.reflector.state.synced);
  return watch;
}

test.each(['refuses', 'refuses with 400', 'ignores'])(
  'reads pages where the server %s an initial stream',
  async (how) => {
    harness = await ReflectorHarness.start({ selection: { namespace: 'arc', labelSelector: 'app in (x,y)' } });
    const watch = await harness.server.next();
    expect(watch.path).toBe('/api/v1/namespaces/arc/pods');
    if (how === 'ignores') watch.event('ADDED', pod('a', 9)).bookmark('9');
    else watch.refuse(how === 'refuses' ? 422 : 400, 'Invalid');
    const first = await harness.server.next();
    expect({ pauses: harness.pauses, troubles: harness.troubles }).toEqual({ pauses: [], troubles: [] });
    expect(first.query).toEqual({ limit: '500', labelSelector: 'app in (x,y)' });
    first.list('20', [pod('a', 10)], 'page 2');
    const second = await harness.server.next();
    expect(second.query).toMatchObject({ limit: '500', continue: 'page 2' });
    second.list('20', [pod('b', 11)]);
    const resumed = await harness.server.next();
    expect(resumed.query).toEqual({
      watch: 'true',
      labelSelector: 'app in (x,y)',
      resourceVersion: '20',
      allowWatchBookmarks: 'true',
    });
    expect(harness.told).toEqual(['+arc/a@10', '+arc/b@11', 'synced']);
    resumed.event('MODIFIED', pod('a', 21)).event('ERROR', status(410)).end();
    // From then on it does not try the stream again.
    (await harness.server.next()).list('30', [pod('a', 21)]);
    await harness.until('-arc/b@11');
  },
);

test('asks for the stream again when only its version was refused', async () => {
  (await synced()).reset();
  (await harness.server.next()).refuse(400, 'BadRequest');
  expect((await harness.server.next()).query['sendInitialEvents']).toBe('true');
});

test('starts with the first page again when the next one is gone', async () => {
  harness = await ReflectorHarness.start();
  (await harness.server.next()).refuse(422);
  (await harness.server.next()).list('20', [pod('a', 10)], 'next');
  (await harness.server.next()).refuse(410, 'Expired');
  const again = await harness.server.next();
  expect(again.query['continue']).toBeUndefined();
  again.list('30', [pod('b', 25)]);
  await harness.until('synced');
  expect(harness.held).toEqual(['arc/b@25']);
});

test('gives up a stream that is silent for too long', async () => {
  const watch = await synced({ idleLimit: 10_000 });
  const next = await harness.server.next();
  expect(next.query['resourceVersion']).toBe('20');
  await eventually('the dead connection is closed', () => watch.abandoned);
  expect(harness.troubles).toEqual(['timeout']);
});

test('takes a bookmark for a sign of life', async () => {
  const watch = await synced({ idleLimit: 10_000 });
  for (let version = 21; version < 31; version += 1) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    watch.bookmark(String(version));
  }
  expect(harness.server.pending).toBe(0);
});

test('waits as long as the server asks for', async () => {
  (await synced()).reset();
  (await harness.server.next()).refuse(429, 'TooManyRequests', { 'retry-after': '20' });
  await harness.server.next();
  expect(harness.pauses[1]).toBe(20_000);
});

test('waits longer from failure to failure, until a stream has lasted', async () => {
  (await synced()).reset();
  for (let round = 0; round < 3; round += 1) (await harness.server.next()).refuse(503);
  const watch = await harness.server.next();
  watch.bookmark('30');
  await new Promise((resolve) => setTimeout(resolve, 110));
  watch.reset();
  await harness.server.next();
  const [, , , longest = 0, afterwards = 0] = harness.pauses;
  expect(longest).toBeGreaterThanOrEqual(8_000);
  expect(afterwards).toBeLessThan(2_000);
});

test('goes on without a pause when a stream that has lasted is ended by the server', async () => {
  const watch = await synced();
  await new Promise((resolve) => setTimeout(resolve, 110));
  watch.end();
  expect((await harness.server.next()).query['resourceVersion']).toBe('20');
  expect(harness.pauses).toEqual([]);
});

test('says that the kind is missing, and reads everything when it comes', async () => {
  harness = await ReflectorHarness.start();
  for (let round = 0; round < 8; round += 1) (await harness.server.next()).answer({}, 404);
  const watch = await harness.server.next();
  expect(harness.troubles).toEqual(['unknownKind']);
  watch.event('ADDED', pod('a', 1)).bookmark('2', true);
  await harness.until('synced');
  expect(harness.troubles).toEqual(['unknownKind', undefined]);
});

test('reads everything anew when the kind was missing for a while', async () => {
  (await synced()).reset();
  (await harness.server.next()).answer({}, 404);
  const next = await harness.server.next();
  expect(next.query['sendInitialEvents']).toBe('true');
  next.event('ADDED', pod('b', 40)).bookmark('50', true);
  await harness.until('+arc/b@40');
  expect(harness.told.slice(2)).toEqual(['-arc/a@10', '+arc/b@40']);
});

test('asks for a kind that is missing at least every ten seconds', async () => {
  // No stream ever lasts on a clock that stands still.
  const clock = { ...fastClock(10_000), now: () => ({ monotonic: 0, wall: 0 }) };
  harness = await ReflectorHarness.start({ clock });
  for (let round = 0; round < 8; round += 1) (await harness.server.next()).answer({}, 404);
  await harness.server.next();
  expect(Math.max(...harness.pauses)).toBe(10_000);
});

test('survives a listener that throws, and says so', async () => {
  const watch = await synced({
    onEvent: () => {
      throw new Error('broken listener');
    },
  });
  watch.event('MODIFIED', pod('a', 21));
  await eventually('a was updated', () => harness.held[0] === 'arc/a@21');
  expect(harness.log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
});

test('keeps an object as it was when its new state cannot be projected', async () => {
  const watch = await synced({
    project: (object) => {
      if (object.metadata.resourceVersion === '21') throw new Error('broken projection');
      return identify(object);
    },
  });
  watch.event('MODIFIED', pod('a', 21)).event('ADDED', pod('b', 22));
  await harness.until('+arc/b@22');
  expect(harness.held).toEqual(['arc/a@10', 'arc/b@22']);
});

test('takes an object that is of no interest any more for deleted', async () => {
  const watch = await synced({
    project: (object) => (object.metadata.resourceVersion === '21' ? undefined : identify(object)),
  });
  watch.event('MODIFIED', pod('a', 21));
  await harness.until('-arc/a@10');
});

test('takes what its caller wrote, in silence, and only for an object that it knows', async () => {
  const watch = await synced();
  const { reflector } = harness;
  const written = { namespace: 'arc', name: 'a', uid: 'uid-a', resourceVersion: '22' };
  reflector.put({ ...written, uid: 'another' });
  reflector.put({ ...written, name: 'b' });
  expect(harness.held).toEqual(['arc/a@10']);
  reflector.put(written);
  expect(harness.held).toEqual(['arc/a@22']);
  watch.event('MODIFIED', pod('a', 21)).event('MODIFIED', pod('a', 22)).event('MODIFIED', pod('a', 23));
  await harness.until('~arc/a@22>23');
  expect(harness.told.slice(2)).toEqual(['~arc/a@22>23']);
});

test('keeps what its caller wrote when an older complete state arrives', async () => {
  const watch = await synced();
  harness.reflector.put({ namespace: 'arc', name: 'a', uid: 'uid-a', resourceVersion: '60' });
  watch.event('ERROR', status(410)).end();
  (await harness.server.next()).event('ADDED', pod('b', 40)).bookmark('50', true);
  await harness.until('+arc/b@40');
  expect(harness.held).toEqual(['arc/a@60', 'arc/b@40']);
});
