import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../ports/eventually.ts';
import { type Exchange, pod, status } from './fake-api-server.ts';
import { fastClock } from './fast-clock.ts';
import { ReflectorHarness } from './reflector-harness.ts';

let harness: ReflectorHarness;

beforeEach(async () => {
  harness = await ReflectorHarness.start();
});

afterEach(() => harness.stop());

/** Answers the next watch, which must ask for the initial state, with pod a at 10, synced at 20. */
async function synced(): Promise<Exchange> {
  const watch = await harness.server.next();
  expect(watch.query['sendInitialEvents']).toBe('true');
  watch.event('ADDED', pod('a', 10)).bookmark('20', true);
  await harness.until('synced');
  return watch;
}

test('asks for the initial state as a stream and tells of it when it is complete', async () => {
  const watch = await harness.server.next();
  expect(watch.path).toBe('/api/v1/pods');
  expect(watch.query).toEqual({
    watch: 'true',
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: 'true',
  });
  watch
    .event('ADDED', pod('a', 5))
    .event('ADDED', pod('b', 7))
    .event('MODIFIED', pod('a', 9))
    .event('DELETED', pod('b', 10));
  await eventually('something was heard', () => harness.reflector.state.heardAt !== undefined);
  expect(harness.told).toEqual([]);
  expect(harness.reflector.state.synced).toBe(false);
  watch.bookmark('12', true);
  await harness.until('synced');
  expect(harness.told).toEqual(['+arc/a@9', 'synced']);
  expect(harness.reflector.state).toMatchObject({ synced: true, trouble: undefined });
});

test('tells of every change in the order of the stream, with what was before', async () => {
  const watch = await synced();
  watch.event('ADDED', pod('b', 21)).event('MODIFIED', pod('a', 22)).event('DELETED', pod('b', 23)).bookmark('30');
  await harness.until('-arc/b@21');
  expect(harness.told.slice(2)).toEqual(['+arc/b@21', '~arc/a@10>22', '-arc/b@21']);
  expect(harness.held).toEqual(['arc/a@22']);
});

test.each(['end', 'reset'] as const)('resumes from the last version after the stream %ss', async (way) => {
  const watch = await synced();
  watch.event('MODIFIED', pod('a', 21)).bookmark('25');
  await harness.until('~arc/a@10>21');
  watch[way]();
  const next = await harness.server.next();
  expect(next.query).toEqual({ watch: 'true', resourceVersion: '25', allowWatchBookmarks: 'true' });
  next.event('MODIFIED', pod('a', 26));
  await harness.until('~arc/a@21>26');
});

test('resumes before a change that was cut off in the middle of its line', async () => {
  const watch = await synced();
  watch.event('MODIFIED', pod('a', 21)).raw('{"type":"DELETED","object":{"metadata":{"na');
  await harness.until('~arc/a@10>21');
  watch.reset();
  expect((await harness.server.next()).query['resourceVersion']).toBe('21');
});

test.each([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [429, 'throttled'],
  [500, 'internal'],
  [503, 'unavailable'],
])('keeps what it has and resumes after %i, which it reports as %s', async (code, trouble) => {
  (await synced()).reset();
  (await harness.server.next()).refuse(code);
  // 401 is tried once more with fresh credentials.
  if (code === 401) (await harness.server.next()).refuse(code);
  const next = await harness.server.next();
  expect(harness.reflector.state.trouble?.code).toBe(trouble);
  expect(harness.held).toEqual(['arc/a@10']);
  expect(next.query['resourceVersion']).toBe('20');
  next.event('MODIFIED', pod('a', 21));
  await harness.until('~arc/a@10>21');
  expect(harness.troubles).toEqual(['network', trouble, undefined]);
  expect(harness.reflector.state.trouble).toBeUndefined();
});

test('takes an error inside the stream for what it says, and resumes', async () => {
  const watch = await synced();
  watch.event('MODIFIED', pod('a', 21)).event('ERROR', status(500, 'InternalError')).end();
  expect((await harness.server.next()).query['resourceVersion']).toBe('21');
  expect(harness.troubles).toEqual(['internal']);
});

test('takes a line that is no JSON for a broken stream, and resumes', async () => {
  (await synced()).raw('<html>\n');
  expect((await harness.server.next()).query['resourceVersion']).toBe('20');
  expect(harness.troubles).toEqual(['network']);
});

test.each(['at the start', 'in the stream'])('reads everything anew when its version is gone %s', async (when) => {
  const watch = await synced();
  if (when === 'in the stream') watch.event('ERROR', status(410, 'Expired')).end();
  else {
    watch.reset();
    (await harness.server.next()).refuse(410, 'Expired');
  }
  const next = await harness.server.next();
  expect(next.query).toMatchObject({ sendInitialEvents: 'true' });
  expect(next.query['resourceVersion']).toBeUndefined();
  next.event('ADDED', pod('b', 40)).bookmark('50', true);
  await harness.until('+arc/b@40');
  expect(harness.told.slice(2)).toEqual(['-arc/a@10', '+arc/b@40']);
  expect(harness.troubles).not.toContain('gone');
});

test('keeps what it has while it reads everything anew', async () => {
  (await synced()).event('ERROR', status(410)).end();
  const next = await harness.server.next();
  next.event('ADDED', pod('b', 40));
  await eventually('b was heard', () => harness.told.length === 2);
  expect(harness.held).toEqual(['arc/a@10']);
  next.reset();
  (await harness.server.next()).event('ADDED', pod('a', 10)).bookmark('50', true);
  await eventually('the trouble is over', () => harness.reflector.state.trouble === undefined);
  expect(harness.told).toEqual(['+arc/a@10', 'synced']);
});

test('takes an object of the same name with another UID for a deletion and a creation', async () => {
  const watch = await synced();
  watch.event('ERROR', status(410)).end();
  (await harness.server.next()).event('ADDED', pod('a', 40, 'another')).bookmark('50', true);
  await harness.until('+arc/a@40');
  expect(harness.told.slice(2)).toEqual(['-arc/a@10', '+arc/a@40']);
});

test('ignores events that it has had and events that come late', async () => {
  const watch = await synced();
  watch.event('MODIFIED', pod('a', 25)).event('MODIFIED', pod('a', 25)).event('MODIFIED', pod('a', 24));
  watch.event('DELETED', pod('a', 26)).event('MODIFIED', pod('a', 22)).event('ADDED', pod('b', 27));
  await harness.until('+arc/b@27');
  expect(harness.told.slice(2)).toEqual(['~arc/a@10>25', '-arc/a@25', '+arc/b@27']);
});

test('does not go back to the state of a server that lags behind', async () => {
  const watch = await synced();
  watch.event('MODIFIED', pod('a', 100)).event('ERROR', status(410)).end();
  (await harness.server.next()).event('ADDED', pod('a', 10)).event('ADDED', pod('b', 11)).bookmark('90', true);
  const next = await harness.server.next();
  expect(harness.held).toEqual(['arc/a@100']);
  expect(harness.reflector.state.trouble?.code).toBe('unavailable');
  next.event('ADDED', pod('a', 100)).bookmark('101', true);
  await eventually('the trouble is over', () => harness.reflector.state.trouble === undefined);
  expect(harness.told.slice(2)).toEqual(['~arc/a@10>100']);
});

test('takes a second lag, long after the first, for a lag again', async () => {
  let now = 0;
  await harness.stop();
  harness = await ReflectorHarness.start({ clock: { ...fastClock(), now: () => ({ monotonic: now, wall: 0 }) } });
  (await synced()).event('ERROR', status(410)).end();
  for (const _ of [1, 2]) {
    (await harness.server.next()).bookmark('15', true);
    const next = await harness.server.next();
    expect(harness.held).toEqual(['arc/a@10']);
    next.event('ADDED', pod('a', 10)).bookmark('20', true).event('ERROR', status(410)).end();
    await eventually('it has caught up', () => harness.reflector.state.trouble === undefined);
    now += 3_600_000;
  }
});

test('follows a server that stays behind: it was restored from a backup', async () => {
  const watch = await synced();
  watch.event('MODIFIED', pod('a', 100)).bookmark('15');
  for (;;) {
    const next = await harness.server.next();
    expect(next.query['sendInitialEvents']).toBe('true');
    next.event('ADDED', pod('a', 8)).bookmark('15', true);
    await eventually('it was refused or taken', () => harness.server.pending > 0 || harness.told.length > 3);
    if (harness.told.length > 3) break;
  }
  expect(harness.told.slice(3)).toEqual(['-arc/a@100', '+arc/a@8']);
});

test('does not lose the end of a stream in which a character was cut in two', async () => {
  const watch = await synced();
  const line = Buffer.from(`${JSON.stringify({ type: 'ADDED', object: pod('ä', 30) })}\n`);
  const cut = line.indexOf(0xc3) + 1;
  watch.raw(line.subarray(0, cut));
  await new Promise((resolve) => setTimeout(resolve, 10));
  watch.raw(line.subarray(cut));
  await harness.until('+arc/ä@30');
});
