import { expect, test } from '@jest/globals';
import { onHost } from './mounts.ts';

const mounts = [
  { mountPath: '/var/lib/arc', hostPath: '/run/claims/data' },
  { mountPath: '/var/lib/arc/tls', hostPath: '/run/pods/tls' },
  { mountPath: '/etc/arc.d/', hostPath: '/run/pods/etc' },
];

test.each([
  ['/var/lib/arc', '/run/claims/data'],
  ['--data-dir=/var/lib/arc/raft', '--data-dir=/run/claims/data/raft'],
  ['--cert=/var/lib/arc/tls/tls.crt', '--cert=/run/pods/tls/tls.crt'],
  ['a:/var/lib/arc:/var/lib/arc/tls', 'a:/run/claims/data:/run/pods/tls'],
  ['cp "/etc/arc.d/a" /var/lib/arc; ls', 'cp "/run/pods/etc/a" /run/claims/data; ls'],
])('%s is %s on the host', (text, expected) => {
  expect(onHost(text, mounts)).toBe(expected);
});

test.each(['/var/lib/archive', '/srv/var/lib/arc', '/etc/arcXd/a', 'plain'])('%s stays as it is', (text) => {
  expect(onHost(text, mounts)).toBe(text);
});

test('a text is itself when nothing is mounted', () => {
  expect(onHost('/var/lib/arc', [])).toBe('/var/lib/arc');
});
