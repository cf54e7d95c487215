import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

/** What a process of its own prints: pino writes to the real standard output. */
async function lines(statements: string): Promise<readonly Record<string, unknown>[]> {
  const code = `
    import { createLog } from './src/telemetry/log.ts';
    import { KubeError } from './src/kube/kube-error.ts';
    ${statements}
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code]);
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('prints one JSON object a line: the level by name, the time, the fields, the message', async () => {
  const [line, ...others] = await lines("createLog('info').info({ raftCluster: 'store/arc' }, 'Leading');");
  expect(line).toEqual({ level: 'info', time: expect.stringMatching(/Z$/), raftCluster: 'store/arc', msg: 'Leading' });
  expect(others).toEqual([]);
});

test('prints nothing below its level', async () => {
  const printed = await lines(
    "const log = createLog('warn'); log.info({}, 'no'); log.debug({}, 'no'); log.error({}, 'yes');",
  );
  expect(printed.map(({ msg }) => msg)).toEqual(['yes']);
});

test('prints an error with its kind, message and stack', async () => {
  const [line] = await lines("createLog('info').error({ error: new KubeError('timeout', 'late') }, 'A defect');");
  expect(line?.['error']).toMatchObject({
    type: 'KubeError',
    message: 'late',
    code: 'timeout',
    stack: expect.any(String),
  });
});
