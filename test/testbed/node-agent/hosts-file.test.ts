import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HostsFile } from './hosts-file.ts';
import type { Pod } from './pod.ts';

let folder: string;
let hosts: HostsFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hosts-file-'));
  hosts = new HostsFile(join(folder, 'hosts'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a pod of a headless Service has its names from the longest to the shortest', () => {
  hosts.add(member('u-1'), '127.20.0.2');
  expect(content()).toBe(
    '127.20.0.2\tarc-0.arc-headless.store.svc.cluster.local arc-0.arc-headless.store.svc arc-0.arc-headless.store\n',
  );
});

test('a pod without a subdomain has no name', () => {
  hosts.add({ metadata: { name: 'alone', uid: 'u-1' }, spec: { containers: [] } }, '127.20.0.2');
  expect(content()).toBe('');
});

test('the late end of a pod leaves the names to its successor', () => {
  hosts.add(member('u-1'), '127.20.0.2');
  hosts.add(member('u-2'), '127.20.0.3');
  hosts.remove(member('u-1'));
  expect(content()).toMatch(/^127\.20\.0\.3\t.*\n$/);
});

function member(uid: string): Pod {
  const metadata = { name: 'arc-0', namespace: 'store', uid };
  return { metadata, spec: { hostname: 'arc-0', subdomain: 'arc-headless', containers: [] } };
}

function content(): string {
  return readFileSync(hosts.path, 'utf8');
}
