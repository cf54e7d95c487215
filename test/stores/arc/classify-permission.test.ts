import { expect, test } from '@jest/globals';
import { HttpError } from '../../../src/ports/http-error.ts';
import { classifyPermission, classifyPermissionError } from '../../../src/stores/arc/classify-permission.ts';
import type { RemovalPermission } from '../../../src/stores/driver.ts';
import { answered } from './scripted-http.ts';

test.each<[string, number, unknown, RemovalPermission['kind']]>([
  ['an admin sees the files', 200, { files: [], total: 0 }, 'allowed'],
  ['an admin of a node that is not clustered', 200, { enabled: false, mode: 'standalone' }, 'allowed'],
  ['no admin', 403, { success: false, error: 'Permission denied: admin required' }, 'forbidden'],
  ['no valid token', 401, { success: false, error: 'Invalid or expired token' }, 'unauthorized'],
  ['no such route', 404, { error: 'Cannot GET /api/v1/cluster/files' }, 'unknown'],
  ['a redirect', 302, '', 'unknown'],
  ['a server error', 500, { error: 'boom' }, 'unknown'],
])('%s', (_, status, body, kind) => expect(classifyPermission(answered(status, body))).toMatchObject({ kind }));

test('more than any refusal is the list of files', () => {
  expect(classifyPermissionError(new HttpError('tooLarge', 'why'))).toEqual({ kind: 'allowed' });
});

test('no answer says nothing', () => {
  expect(classifyPermissionError(new HttpError('timeout', 'why'))).toEqual({ kind: 'unknown', message: 'why' });
  expect(JSON.stringify(classifyPermissionError(new TypeError('Bearer secret')))).not.toContain('secret');
});
