import { beforeAll, describe, expect, test } from '@jest/globals';

import type { DecodedRaftCluster } from '../../src/api/decode.ts';
import type { Source } from '../../src/page/source.ts';
import { statusPage } from '../../src/page/status-page.ts';
import { gallery, shownAt, sourceOf } from './gallery.ts';

const host = 'localhost:8082';

let states: ReadonlyMap<string, DecodedRaftCluster>;
beforeAll(async () => {
  states = await gallery();
}, 60_000);

function ask(path: string, changed: Partial<Source> = {}, clusters: Iterable<DecodedRaftCluster> = states.values()) {
  const [at = '', query = ''] = path.split('?');
  return statusPage(sourceOf(clusters, changed))(at, { query, host });
}

/** What a person reads, each run of blanks as one. */
function words(text: string): string {
  const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' } as const;
  return text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity as keyof typeof entities])
    .replaceAll(/\s+/g, ' ');
}

function page(name: string, changed: Partial<Source> = {}): string {
  return words(ask(`/arc/${name}`, changed).text);
}

function state(name: string): DecodedRaftCluster {
  const found = states.get(name);
  if (found === undefined) throw new Error(`no state is called ${name}`);
  return found;
}

/** So many RaftClusters that are well, in two namespaces. */
function many(count: number): readonly DecodedRaftCluster[] {
  const { metadata, ...rest } = state('healthy');
  return Array.from({ length: count }, (_, index) => ({
    ...rest,
    metadata: { ...metadata, namespace: `team-${index % 2}`, name: `raft-${String(index).padStart(5, '0')}` },
  }));
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/<h2>\s*<a href="\/([^"?]*)/g)].map(([, name = '']) => name);
}

describe('the page of a RaftCluster', () => {
  test('tells every verdict, reason and message of its status', () => {
    for (const [name, { status }] of states) {
      if ('invalid' in status || name === 'malicious') continue;
      const text = page(name);
      for (const { id, verdict, reason, message } of status.members ?? []) {
        expect(text).toContain(` ${id} `);
        expect(text).toContain(`${verdict}: ${reason} `);
        expect(text).toContain(` ${message} `);
      }
      for (const { type, status: is, message } of status.conditions ?? []) {
        expect(text).toContain(`${type}: ${is} for `);
        expect(text).toContain(message);
      }
      for (const { answer, evidence } of status.removals ?? []) {
        expect(text).toContain(`The store answered ${answer === '' ? 'nothing' : answer} `);
        expect(text).toContain(`Proof ${evidence} `);
      }
    }
  });

  test.each([
    ['healthy', /✓ Ready .*Needs 3 of 5 voters, 5 are live: may lose 2\. arc-0 leads in term 2\./],
    ['settling', /✓ Ready, at work .*arc-3 settling, 9 s left , voter, pod 3 of StatefulSet arc Waiting: Settling/],
    ['removing', /✕ Not ready .*In flight: the removal of arc-3 , for \d s , begun once by .*arc-3 being removed/],
    ['removed', /Last removals arc-3 ✓ Removed .*arc-4 ✓ Removed/],
    ['quorum-lost', /✕ Not ready QuorumLost\. .*kubectl scale .*What to do: Run the command .*: 1 too few/],
    ['blocked', /DeadVoterPending\. .*ObserveOnly\. arc-3: .*What to do: Set spec.removal.mode to Automatic/],
    ['suspended', /‖ Suspended Suspended\. .*What to do: Set spec.suspend to false/],
    ['split-brain', /SplitBrain\. More than one node leads.*arc-4 blocked.*Pods that are no members arc-0: Joining/],
    ['unauthorized', /\? Unknown AdminUnauthorized\. .*not proven live/],
    ['unconfirmed', /✕ Stalled RemovalUnconfirmed\./],
    ['not-removed', /✕ Not removed .*The store answered/],
    ['nonvoter', /reader-1 being removed , nonvoter, pod 1 of StatefulSet reader/],
    ['unmanaged', /not live , unmanaged voter, of no StatefulSet Unmanaged: Unmanaged/],
    ['frozen', /not live , voter, .*Keep: InRange/],
    ['spent', /! Ready, removal blocked DecommissionSpent\. .*spec\.decommission was honoured for it/],
    ['leftover', /its leftover was cleaned up .* ago/],
    ['no-status', /… New The operator has not looked at it yet/],
    ['invalid-spec', /✕ Stalled InvalidSpec\. spec\.store/],
    ['invalid-status', /✕ Stalled The operator cannot understand what it remembers in the status/],
  ])('says what is so when it is %s', (name, expected) => {
    expect(page(name)).toMatch(expected);
  });

  test('counts down from load to load, and does not say what is over', () => {
    expect(page('settling', { now: () => shownAt + 4000 })).toContain('arc-3 settling, 5 s left');
    expect(page('settling', { now: () => shownAt + 60_000 })).toContain('arc-3 settled, looked at again now');
  });

  test('is not there for a RaftCluster that is gone', () => {
    const { status, text } = ask('/arc/<b>');
    expect([status, words(text)]).toEqual([404, expect.stringContaining('Nothing is here.')]);
    expect(ask('/arc/gone').status).toBe(404);
    expect(words(ask('/arc/gone').text)).toContain('There is no RaftCluster arc/gone');
  });
});

describe('the list', () => {
  test('puts first who needs a person most', () => {
    const { text } = ask('/');
    const badges = [...text.matchAll(/class="badge (\w+)"/g)].map(([, kind = '']) => kind);
    const order = ['stalled', 'notReady', 'unknown', 'new', 'blocked', 'working', 'suspended', 'ready'];
    expect(badges).toEqual(badges.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(new Set(badges)).toEqual(new Set(order));
    expect(text).toMatch(/<title>\(\d+\) RaftClusters</);
  });

  test('names every member in the title of its picture', () => {
    const { text } = ask('/', {}, [state('settling')]);
    expect(text).toContain('<title>5 members: 2 waiting to be removed; arc-0 leader; 2 live</title>');
    expect(words(text)).toContain('arc-4 has settled in 8 s.');
  });

  test('shows a hundred at a time of ten thousand', () => {
    const clusters = many(10_000);
    const first = ask('/', {}, clusters);
    expect(namesIn(first.text)).toHaveLength(100);
    expect(namesIn(first.text)[0]).toBe('team-0/raft-00000');
    expect(first.text).toContain('href="/?page=2"');
    const last = ask('/?page=100', {}, clusters);
    expect(namesIn(last.text).at(-1)).toBe('team-1/raft-09999');
    expect(last.text).not.toContain('page=101');
    expect(namesIn(ask('/?page=7000', {}, clusters).text)).toEqual(namesIn(last.text));
    expect(namesIn(ask('/?page=-3', {}, clusters).text)).toEqual(namesIn(first.text));
  });

  test('of a namespace has only what is in it, on every page of it', () => {
    const { text } = ask('/?namespace=team-1&page=2', {}, many(500));
    expect(namesIn(text)).toHaveLength(100);
    expect(namesIn(text).every((name) => name.startsWith('team-1/'))).toBe(true);
    expect(text).toContain('href="/?namespace=team-1&amp;page=3"');
    expect(words(ask('/?namespace=<b>').text)).toContain('No RaftCluster is in the namespace <b>.');
  });

  test('says what to do when there is none yet', () => {
    expect(words(ask('/', {}, []).text)).toContain('There is no RaftCluster yet. Nothing is watched');
    const early = ask('/', { unready: () => ['RaftClusters: the first complete state has not arrived yet'] }, []);
    expect(early.text).not.toContain('no RaftCluster yet');
  });
});

describe('every page', () => {
  test.each(['/', '/arc/removing', '/nowhere', '/style.css', '/icon.svg'])('%s lets nothing else be loaded', (path) => {
    const { headers } = ask(path);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  test('is text, whatever the ids and messages are', () => {
    for (const path of ['/', '/arc/malicious']) {
      const { text } = ask(path);
      expect(text).toContain('&lt;script&gt;');
      expect(text).not.toMatch(/<script|<img|<svg onload|\son\w+="|\u202E/);
    }
  });

  test('says whether this replica acts, and whether it knows all there is', () => {
    expect(page('healthy')).toContain('x2x7k leads: it acts.');
    expect(page('healthy')).not.toContain('out of date');
    const standby = page('healthy', { isLeading: () => false, unready: () => ['Pods: the watch is refused'] });
    expect(standby).toContain('x2x7k is a standby: it shows what the leading replica wrote, and acts on nothing.');
    expect(standby).toContain('This may be out of date or not all there is. Pods: the watch is refused.');
  });

  test('loads itself again, until it is told not to, and then where it leads, too', () => {
    expect(ask('/').text).toContain('<meta http-equiv="refresh" content="5" />');
    const { text } = ask('/?reload=off', {}, many(200));
    expect(text).not.toContain('http-equiv="refresh"');
    expect(text).toContain('href="/team-0/raft-00000?reload=off"');
    expect(text).toContain('href="/?page=2&amp;reload=off"');
    expect(ask('/arc/healthy?reload=off').text).toContain('href="/arc/healthy">Go on');
  });

  test('is refused to who asks by a name that may be a stranger’s', () => {
    const { status, text } = statusPage(sourceOf(states.values()))('/', { query: '', host: 'rebind.example.com' });
    expect([status, text]).toEqual([421, 'ask by address, as localhost, or by a name of the cluster\n']);
  });
});
