import { get } from 'node:http';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { ReadOnlyServer } from '../../src/telemetry/read-only-server.ts';
import type { Answer, Asked } from '../../src/telemetry/read-only-server.ts';
import { ask } from './ask.ts';

const loopback = { host: '127.0.0.1', port: 0 };
const faults: unknown[] = [];
const paths: string[] = [];
const saidBesides: Asked[] = [];
let answer: (path: string) => Answer | Promise<Answer>;
let server: ReadOnlyServer;
let port: number;

beforeEach(async () => {
  faults.length = 0;
  paths.length = 0;
  saidBesides.length = 0;
  answer = () => ({ status: 200, text: 'größer\n' });
  server = new ReadOnlyServer(
    (path, asked) => {
      paths.push(path);
      saidBesides.push(asked);
      return answer(path);
    },
    (error) => void faults.push(error),
  );
  port = await server.listen(loopback);
});
afterEach(() => server.close());

test('answers a path, without its query, with plain text', async () => {
  expect(await ask(port, '/one?two')).toMatchObject({
    status: 200,
    text: 'größer\n',
    headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': '9' },
  });
  expect(paths).toEqual(['/one']);
  expect(saidBesides).toEqual([{ query: 'two', host: `127.0.0.1:${port}` }]);
});

test('answers HEAD like GET, without the text', async () => {
  const { status, text, headers } = await ask(port, '/one', 'HEAD');
  expect([status, text, headers['content-length']]).toEqual([200, '', '9']);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s unasked', async (method) => {
  expect(await ask(port, '/one', method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  expect(paths).toEqual([]);
});

describe('what fails is told to whom it concerns, not to who asks', () => {
  const failures: readonly [string, () => Promise<Answer>][] = [
    [
      'at once',
      () => {
        throw new Error('the secret reason');
      },
    ],
    ['later', async () => Promise.reject(new Error('the secret reason'))],
  ];
  test.each(failures)('%s', async (_, failing) => {
    answer = failing;
    expect(await ask(port, '/one')).toMatchObject({ status: 500, text: 'internal error\n' });
    expect(faults).toEqual([new Error('the secret reason')]);
    answer = () => ({ status: 200, text: 'well' });
    expect(await ask(port, '/one')).toMatchObject({ status: 200 });
  });
});

describe('an answer in pieces', () => {
  async function* pieces(count: number, end?: Error): AsyncGenerator<string, void> {
    for (let made = 0; made < count; made++) yield `${made} ${'x'.repeat(10_000)}\n`;
    if (end) throw end;
  }

  test('arrives whole, however large', async () => {
    answer = () => ({ status: 200, text: pieces(500), headers: { 'content-type': 'text/csv' } });
    const { status, text, headers } = await ask(port, '/one');
    expect([status, headers['content-type']]).toEqual([200, 'text/csv']);
    expect(text.match(/^\d+/gm)).toEqual(Array.from({ length: 500 }, (_, index) => String(index)));
  });

  test('is not made for a HEAD', async () => {
    answer = () => ({ status: 200, text: pieces(0, new Error('made')) });
    expect(await ask(port, '/one', 'HEAD')).toMatchObject({ status: 200, text: '' });
    expect(faults).toEqual([]);
  });

  test('lets others be answered in between', async () => {
    const order: string[] = [];
    answer = (path) => ({ status: 200, text: path === '/long' ? pieces(2000) : 'short' });
    const long = ask(port, '/long').then(() => order.push('long'));
    const short = ask(port, '/short').then(() => order.push('short'));
    await Promise.all([long, short]);
    expect(order).toEqual(['short', 'long']);
  });

  test('that fails before the first is an error, and later breaks off: nobody takes half of it for the whole', async () => {
    answer = () => ({ status: 200, text: pieces(0, new Error('at once')) });
    expect(await ask(port, '/one')).toMatchObject({ status: 500, text: 'internal error\n' });
    answer = () => ({ status: 200, text: pieces(3, new Error('later')) });
    await expect(ask(port, '/one')).rejects.toThrow();
    expect(faults).toEqual([new Error('at once'), new Error('later')]);
  });

  test('is given up when whoever asked is gone', async () => {
    const given = Promise.withResolvers<void>();
    answer = () => ({
      status: 200,
      text: (async function* (): AsyncGenerator<string, void> {
        try {
          for (;;) yield 'x'.repeat(100_000);
        } finally {
          given.resolve();
        }
      })(),
    });
    get({ host: '127.0.0.1', port, agent: false }, (response) => {
      response.once('data', () => response.destroy());
    }).on('error', () => {});
    await given.promise;
    expect(faults).toEqual([]);
  });
});

test('without a host it listens on every address', async () => {
  const everywhere = new ReadOnlyServer(
    () => ({ status: 200, text: 'here' }),
    () => {},
  );
  try {
    const taken = await everywhere.listen({ host: '', port: 0 });
    expect(await ask(taken, '/')).toMatchObject({ text: 'here' });
  } finally {
    everywhere.close();
  }
});

test('a port that is taken is an error', async () => {
  const second = new ReadOnlyServer(
    () => ({ status: 200, text: '' }),
    () => {},
  );
  await expect(second.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closed, it ends the connections that are open', async () => {
  const arrived = Promise.withResolvers<void>();
  answer = async () => {
    arrived.resolve();
    return new Promise(() => {});
  };
  const asked = ask(port, '/one').catch((error: unknown) => error);
  await arrived.promise;
  server.close();
  expect(await asked).toMatchObject({ code: 'ECONNRESET' });
});
