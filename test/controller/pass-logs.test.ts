import { expect, test } from '@jest/globals';

import { PassLogs } from '../../src/controller/pass-logs.ts';
import { testLog } from '../kube/test-log.ts';

const identity = 'raftcluster-operator-0_6f1b3a52-0000-0000-0000-0123456789ab';

test('the lines of one pass have one id, those of another have another', () => {
  const log = testLog();
  const logs = new PassLogs(log, identity);
  logs.begin('store/arc');
  logs.of('store/arc').info({ member: 'arc-4' }, 'first');
  logs.of('store/arc').warn({}, 'second');
  logs.end('store/arc');
  logs.begin('store/arc');
  logs.of('store/arc').error({}, 'third');
  expect(log.lines).toEqual([
    { level: 'info', fields: { raftCluster: 'store/arc', pass: '456789ab-1', member: 'arc-4' }, message: 'first' },
    { level: 'warn', fields: { raftCluster: 'store/arc', pass: '456789ab-1' }, message: 'second' },
    { level: 'error', fields: { raftCluster: 'store/arc', pass: '456789ab-2' }, message: 'third' },
  ]);
});

test('what a pass brings after its end still has its id', () => {
  const log = testLog();
  const logs = new PassLogs(log, identity);
  logs.begin('store/arc');
  const ofThePass = logs.of('store/arc');
  logs.end('store/arc');
  ofThePass.debug({}, 'an answer');
  expect(log.lines).toMatchObject([{ fields: { pass: '456789ab-1' } }]);
});

test('passes over two RaftClusters at the same time are told apart, and outside of one there is no id', () => {
  const log = testLog();
  const logs = new PassLogs(log, identity);
  logs.begin('store/arc');
  logs.begin('store/other');
  for (const key of ['store/arc', 'store/other', 'store/third']) logs.of(key).info({}, 'here');
  expect(log.lines.map(({ fields }) => fields['pass'])).toEqual(['456789ab-1', '456789ab-2', undefined]);
});
