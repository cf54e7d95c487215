import { expect, test } from '@jest/globals';

import { isOwnHost } from '../../src/page/host.ts';

test.each([
  'localhost',
  'localhost:8082',
  'LOCALHOST:8082',
  '127.0.0.1:8082',
  '10.0.3.7',
  '[::1]:8082',
  '[fd00::7]',
  'ui.localhost:8082',
  'raftcluster-operator:8082',
  'raftcluster-operator.raftcluster-system.svc',
  'raftcluster-operator.raftcluster-system.svc.cluster.local:8082',
])('%s is a name that no stranger can own', (host) => {
  expect(isOwnHost(host)).toBe(true);
});

test.each([
  '',
  'rebind.example.com',
  'rebind.example.com:8082',
  '127.0.0.1.example.com',
  'localhost.example.com:8082',
  'svc.example.com',
  'a.svc.example.com.',
  '[::1].example.com',
  'example.com:80:80',
])('“%s” may be somebody’s who wants to read the page', (host) => {
  expect(isOwnHost(host)).toBe(false);
});
