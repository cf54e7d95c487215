import { describe, expect, test } from '@jest/globals';

import { helpText, readOptions } from '../src/options.ts';

test('everything has a default', () => {
  expect(readOptions([], {})).toEqual({
    kubeconfig: undefined,
    namespace: undefined,
    leaderElect: true,
    leaderElectNamespace: undefined,
    healthAddress: { host: '', port: 8081 },
    metricsAddress: { host: '', port: 8080 },
    uiAddress: undefined,
    logLevel: 'info',
    check: false,
    host: 'raftcluster-operator',
  });
});

test('flags win over variables; an empty variable is none', () => {
  const env = { RAFTCLUSTER_LOG_LEVEL: 'debug', RAFTCLUSTER_LEADER_ELECT: 'false', RAFTCLUSTER_NAMESPACE: '' };
  const options = readOptions(['--log-level', 'warn', '--kubeconfig=/etc/kube/config'], env);
  expect(options).toMatchObject({
    logLevel: 'warn',
    leaderElect: false,
    namespace: undefined,
    kubeconfig: '/etc/kube/config',
  });
});

test('--check only says what is missing', () => {
  expect(readOptions(['--check'], {})).toMatchObject({ check: true });
});

test.each([
  [':9000', { host: '', port: 9000 }],
  ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
  ['[::1]:9000', { host: '::1', port: 9000 }],
  ['::1:9000', { host: '::1', port: 9000 }],
  ['localhost:65535', { host: 'localhost', port: 65_535 }],
])('health address %s', (text, healthAddress) => {
  expect(readOptions(['--health-address', text], {})).toMatchObject({ healthAddress });
});

test.each([[['--metrics-address', '0']], [['--metrics-address', '']]])('%j serves no metrics', (argv) => {
  expect(readOptions(argv, {})).toMatchObject({ metricsAddress: undefined });
});

test('the status page is served where it is asked for, and nowhere else', () => {
  expect(readOptions(['--ui-address=127.0.0.1:8082'], {})).toMatchObject({
    uiAddress: { host: '127.0.0.1', port: 8082 },
  });
  expect(readOptions(['--ui-address', '0'], {})).toMatchObject({ uiAddress: undefined });
});

describe('what is wrong is named', () => {
  test.each([
    [['--health-address', '8081'], /--health-address: must be \[HOST\]:PORT/],
    [['--health-address', 'localhost:70000'], /--health-address: the port must be at most 65535/],
    [['--metrics-address', '8080'], /--metrics-address: must be/],
    [['--ui-address', '8082'], /--ui-address: must be/],
    [['--log-level', 'loud'], /--log-level: /],
    [['--leader-elect', 'maybe'], /--leader-elect: /],
    [['--unknown'], /--unknown/],
    [['stray'], /stray/],
  ])('%j', (argv, message) => {
    expect(() => readOptions(argv, {})).toThrow(message);
  });
});

test('the process is known by its pod, else by its host, and never by more than an identity can hold', () => {
  expect(readOptions([], { POD_NAME: 'operator-7d9f', HOSTNAME: 'node' })).toMatchObject({ host: 'operator-7d9f' });
  expect(readOptions([], { HOSTNAME: 'node' })).toMatchObject({ host: 'node' });
  const { host } = readOptions([], { HOSTNAME: 'n'.repeat(253) }) as { host: string };
  expect(host).toHaveLength(200);
});

test('help names every flag and how the environment gives it', () => {
  expect(readOptions(['-h'], {})).toBe('help');
  expect(readOptions(['--help', '--log-level', 'loud'], {})).toBe('help');
  for (const flag of [
    'kubeconfig',
    'namespace',
    'leader-elect',
    'leader-elect-namespace',
    'health-address',
    'metrics-address',
    'ui-address',
    'log-level',
  ]) {
    expect(helpText()).toContain(`--${flag} `);
  }
  expect(helpText()).toContain('RAFTCLUSTER_LOG_LEVEL');
});
