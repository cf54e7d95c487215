/** The end-to-end suite's core on every supported version of Kubernetes: `make e2e-versions`; `1.36` for that one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onKubernetes } from './kubernetes-versions.ts';
import { runSteps } from './run-steps.ts';

const [, , ...asked] = process.argv;
const versions = asked.length === 0 ? ['1.35', '1.36', '1.37'] : asked;

const folder = mkdtempSync(join(tmpdir(), 'raftcluster-operator-versions-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.exitCode = await runSteps(versions.map((version) => onKubernetes(version, folder)));
