import { fileURLToPath } from 'node:url';

import type { Kubectl } from './kubectl.ts';

const config = (folder: string) => fileURLToPath(new URL(`../../../config/${folder}`, import.meta.url));

/** What `config/` ships is taken by the server as it is. */
export async function checkConfig(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const answers = [
    await kubectl(['apply', '-k', config('rbac')], { input: '' }),
    await kubectl(['apply', '--dry-run=server', '-n', namespace, '-k', config('samples')], { input: '' }),
  ];
  return answers.flatMap(({ code, stderr }) => (code === 0 && stderr === '' ? [] : [stderr]));
}
