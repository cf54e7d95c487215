import { describe, expect, test } from '@jest/globals';
import { environment, expand, type Sources } from './environment.ts';
import type { EnvVar, Pod } from './pod.ts';

const pod: Pod = {
  metadata: { name: 'arc-0', namespace: 'store', uid: 'u-1', labels: { 'app.kubernetes.io/name': 'arc' } },
  spec: { nodeName: 'node-1', containers: [] },
};

describe('expand', () => {
  test.each([
    ['$(A)-$(B)', 'one-two'],
    ['http://$(A):8000/$(B)', 'http://one:8000/two'],
    ['$(MISSING)', '$(MISSING)'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$one'],
    ['$A costs $5', '$A costs $5'],
    ['$(A', '$(A'],
    ['$()', '$()'],
  ])('%s becomes %s', (text, expected) => {
    expect(expand(text, { A: 'one', B: 'two' })).toBe(expected);
  });

  test('puts a value in as it is, also one that looks like a pattern', () => {
    expect(expand('[$(A)]', { A: '$& $(B)', B: 'no' })).toBe('[$& $(B)]');
  });
});

describe('environment', () => {
  test('a variable sees those before it, and no later ones', () => {
    const variables = [plain('FIRST', '$(SECOND)'), plain('SECOND', 'two'), plain('THIRD', '$(SECOND)+1')];
    expect(environment(variables, sources())).toEqual({ FIRST: '$(SECOND)', SECOND: 'two', THIRD: 'two+1' });
  });

  test.each([
    ['metadata.name', 'arc-0'],
    ['metadata.namespace', 'store'],
    ['metadata.uid', 'u-1'],
    ["metadata.labels['app.kubernetes.io/name']", 'arc'],
    ["metadata.labels['absent']", ''],
    ['spec.nodeName', 'node-1'],
    ['status.podIP', '127.20.0.2'],
    ['status.hostIP', '127.20.0.1'],
  ])('field %s is %s', (fieldPath, expected) => {
    expect(environment([{ name: 'A', valueFrom: { fieldRef: { fieldPath } } }], sources())).toEqual({ A: expected });
  });

  test('a field that nobody knows is an error', () => {
    const variable = { name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } };
    expect(() => environment([variable], sources())).toThrow('status.phase');
  });

  test('a secret key is its value', () => {
    expect(environment([secret()], sources({ 'token/key': 'hush' }))).toEqual({ A: 'hush' });
  });

  test('a missing secret key is an error, unless it is optional', () => {
    expect(() => environment([secret()], sources())).toThrow('Secret token has no key key');
    expect(environment([secret(true)], sources())).toEqual({});
  });
});

function plain(name: string, value: string): EnvVar {
  return { name, value };
}

function secret(optional = false): EnvVar {
  return { name: 'A', valueFrom: { secretKeyRef: { name: 'token', key: 'key', optional } } };
}

function sources(secrets: Readonly<Record<string, string>> = {}): Sources {
  return {
    pod,
    podIP: '127.20.0.2',
    hostIP: '127.20.0.1',
    secret: ({ name, key }) => secrets[`${name}/${key}`],
    configMap: () => undefined,
  };
}
