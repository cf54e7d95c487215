import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { blocksOf } from '../../documents/pages.ts';
import type { SceneBed } from '../harness/scene-bed.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = 'docs/scale-down-guard.md';
/** Milliseconds: a deep cut with the settling delays of its steps. */
const longest = 240_000;

type Section = 'Switch it on' | 'Deep cuts, step by step' | 'When the CRD is gone, and uninstalling';

/** Runs the commands of a section as they stand there, but for the namespace and the size that the example has. */
export async function follow(
  bed: SceneBed,
  section: Section,
  { namespace = 'store', target = 3 }: { readonly namespace?: string; readonly target?: number } = {},
): Promise<void> {
  const shell = blocksOf(page).filter((block) => block.section === section && block.language === 'sh');
  if (shell.length !== 1) throw new Error(`${page} has ${shell.length} blocks of commands under “${section}”`);
  const script = (shell[0]?.text ?? '')
    .replaceAll(/(namespace |namespace=|-n )store\b/g, `$1${namespace}`)
    .replace('target=3', `target=${target}`);
  const env = {
    PATH: [dirname(bed.controlPlane.kubectl), process.env['PATH']].join(':'),
    HOME: bed.run.folder('home'),
    KUBECONFIG: bed.adminKubeconfig,
  };
  await promisify(execFile)('sh', ['-euc', script], { cwd: root, env, timeout: longest, killSignal: 'SIGKILL' });
}
