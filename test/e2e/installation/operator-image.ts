import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { nodeFlags } from '../../testbed/node-flags.ts';
import { RunFolder } from '../../testbed/run-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the manifests call it. */
export const operatorImage = 'raftcluster-operator:0.1.0';

/** The operator's image as the test bed runs images: an executable, whose arguments are the container's. */
export class OperatorExecutable {
  readonly path: string;
  readonly #run = new RunFolder();

  private constructor() {
    const bundle = this.#run.file('operator.mjs');
    copyFileSync(`${root}/dist/operator.js`, bundle);
    const command = [process.execPath, ...nodeFlags, bundle].map((word) => `'${word}'`).join(' ');
    this.path = this.#run.file('operator', `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(this.path, 0o700);
  }

  /** Bundles the operator anew. */
  static async build(): Promise<OperatorExecutable> {
    await promisify(execFile)(process.execPath, ['scripts/build.ts'], { cwd: root });
    return new OperatorExecutable();
  }

  remove(): void {
    this.#run.remove();
  }
}

/**
 * What a pod of the test bed needs besides its manifest: nothing is mounted there, so the ServiceAccount's token comes in
 * a kubeconfig; and all pods share the ports of one machine, so each listens on its own address.
 */
export function bedEnvironment(kubeconfig: string): readonly object[] {
  return [
    { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'RAFTCLUSTER_HEALTH_ADDRESS', value: '$(POD_IP):8081' },
    { name: 'RAFTCLUSTER_METRICS_ADDRESS', value: '$(POD_IP):8080' },
    { name: 'RAFTCLUSTER_KUBECONFIG', value: kubeconfig },
  ];
}
