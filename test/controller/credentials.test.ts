import { expect, test } from '@jest/globals';

import { readCredentials } from '../../src/controller/credentials.ts';
import { KubeError } from '../../src/kube/kube-error.ts';
import type { KubeErrorCode } from '../../src/kube/kube-error.ts';
import { FakeKube } from './fakes/fake-kube.ts';
import { namespace, raftCluster, secret } from './fakes/objects.ts';
import { projectCluster } from '../../src/controller/projections.ts';

function adminOf(admin: object) {
  const { spec } = projectCluster(raftCluster({ spec: { admin } }));
  if ('invalid' in spec) throw new Error(spec.invalid);
  return spec.admin;
}

const token = { tokenSecretRef: { name: 'token', key: 'admin' } };
const ca = { scheme: 'HTTPS', caSecretRef: { name: 'tls', key: 'ca.crt' } };
const { signal } = new AbortController();
const read = async (kube: FakeKube, admin: object) => readCredentials(kube, namespace, adminOf(admin), signal);

test('reads the token and the CA of a spec that names them, without the line break at their ends', async () => {
  const kube = new FakeKube();
  kube.put(secret('token', { admin: 'canary\n' }));
  kube.put(secret('tls', { 'ca.crt': 'PEM\n' }));
  expect(await read(kube, { ...ca, ...token })).toEqual({ kind: 'read', token: 'canary', ca: 'PEM' });
});

test('reads nothing for a spec that names no Secret', async () => {
  const kube = new FakeKube();
  expect(await read(kube, {})).toEqual({ kind: 'read' });
  expect(kube.calls).toEqual([]);
});

test.each([
  ['that does not exist', undefined, 'Secret token does not exist in namespace store.'],
  ['without the key', { other: 'canary' }, 'Secret token has no key admin, or nothing in it.'],
  ['with an empty value', { admin: ' \n' }, 'Secret token has no key admin, or nothing in it.'],
])('a Secret %s is missing', async (_, data, message) => {
  const kube = new FakeKube();
  if (data) kube.put(secret('token', data));
  expect(await read(kube, token)).toEqual({ kind: 'missing', message });
});

function failing(code: KubeErrorCode): FakeKube {
  const kube = new FakeKube();
  kube.put(secret('token', { admin: 'canary' }));
  kube.before = () => {
    throw new KubeError(code, 'GET secrets store/token');
  };
  return kube;
}

test('a Secret that the operator may not read is missing as well', async () => {
  const message = 'The operator may not read Secret token in namespace store.';
  expect(await read(failing('forbidden'), token)).toEqual({ kind: 'missing', message });
});

test('an API server that cannot say is an error', async () => {
  await expect(read(failing('unavailable'), token)).rejects.toMatchObject({ code: 'unavailable' });
});
