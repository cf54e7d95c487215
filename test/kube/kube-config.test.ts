import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadKubeConfig } from '../../src/kube/kube-config.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-config-'));
});

afterEach(() => rm(folder, { recursive: true }));

interface Given {
  readonly cluster?: object;
  readonly user?: object;
}

async function write({ cluster = {}, user = {} }: Given): Promise<string> {
  const file = join(folder, 'config');
  const config = {
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'arc' } }],
    'current-context': 'x',
  };
  await writeFile(file, JSON.stringify(config));
  return file;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('gives server, namespace and TLS options', async () => {
  const file = await write({
    cluster: { 'certificate-authority-data': base64('CA'), 'tls-server-name': 'kubernetes' },
    user: { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
  });
  const { server, namespace, tls, authorize } = await loadKubeConfig(file);
  expect({ server, namespace }).toEqual({ server: 'https://10.0.0.1:6443', namespace: 'arc' });
  expect(tls).toEqual({ ca: 'CA', cert: 'CERT', key: 'KEY', serverName: 'kubernetes' });
  expect(await authorize(false)).toEqual({});
});

test('leaves out verification only where the file says so', async () => {
  expect((await loadKubeConfig(await write({}))).tls).toBeUndefined();
  const blind = await loadKubeConfig(await write({ cluster: { 'insecure-skip-tls-verify': true } }));
  expect(blind.tls).toEqual({ insecureSkipVerify: true });
});

test('authenticates with a token, which it reads again when asked for a fresh one', async () => {
  const { authorize } = await loadKubeConfig(await write({ user: { token: 'one' } }));
  await write({ user: { token: 'two' } });
  expect(await authorize(false)).toEqual({ authorization: 'Bearer one' });
  expect(await authorize(true)).toEqual({ authorization: 'Bearer two' });
  expect(await authorize(false)).toEqual({ authorization: 'Bearer two' });
});

test('authenticates with a token file, whose newline is no part of the token', async () => {
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, 'one\n');
  const user = { 'auth-provider': { name: 'tokenFile', config: { tokenFile } } };
  const { authorize } = await loadKubeConfig(await write({ user }));
  expect(await authorize(false)).toEqual({ authorization: 'Bearer one' });
  await writeFile(tokenFile, 'two\n');
  expect(await authorize(true)).toEqual({ authorization: 'Bearer two' });
});

test('authenticates with a name and a password', async () => {
  const { authorize } = await loadKubeConfig(await write({ user: { username: 'me', password: 'pw' } }));
  expect(await authorize(false)).toEqual({ authorization: `Basic ${base64('me:pw')}` });
});

test('authenticates with what a plugin says', async () => {
  const credential = { kind: 'ExecCredential', status: { token: 'from-plugin' } };
  const exec = { command: process.execPath, args: ['-p', JSON.stringify(JSON.stringify(credential))] };
  const { authorize } = await loadKubeConfig(await write({ user: { exec } }));
  expect(await authorize(false)).toEqual({ authorization: 'Bearer from-plugin' });
});

test('refuses credentials in the server’s URL, without showing them', async () => {
  const file = await write({ cluster: { server: 'https://admin:canary@10.0.0.1:6443' } });
  const refusal: unknown = await loadKubeConfig(file).catch((error: unknown) => error);
  expect(String(refusal)).toMatch(/put them under users/);
  expect(String(refusal)).not.toContain('canary');
});

test('allows plain HTTP, as to kubectl proxy', async () => {
  const file = await write({ cluster: { server: 'http://127.0.0.1:8001' } });
  expect((await loadKubeConfig(file)).server).toBe('http://127.0.0.1:8001');
});

test('says what is wrong with a file that it cannot use', async () => {
  const proxied = await write({ cluster: { 'proxy-url': 'http://proxy' } });
  await expect(loadKubeConfig(proxied)).rejects.toThrow('proxy-url is not supported');
  await writeFile(proxied, JSON.stringify({ clusters: [], users: [], contexts: [], 'current-context': 'x' }));
  await expect(loadKubeConfig(proxied)).rejects.toThrow('context "x" names no cluster');
  await expect(loadKubeConfig(join(folder, 'missing'))).rejects.toThrow('missing');
});
