import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { versionFlags } from '../../testbed/control-plane/version-flags.ts';
import { debianProgram } from './debian.ts';
import { buildGoTools } from './go-tools.ts';

const KUBERNETES = join(import.meta.dirname, 'kubernetes');
const CONTAINERD = join(import.meta.dirname, 'containerd');

/** The path of each program that a node needs. */
export interface Programs {
  readonly kubelet: string;
  readonly scheduler: string;
  /** A folder with containerd, its shim and ctr. */
  readonly containerd: string;
  /** A folder with the plugins that give pods their addresses. */
  readonly cni: string;
  readonly runc: string;
  readonly busybox: string;
}

/** From Go modules what can be built from them, the rest from Debian. */
export async function buildPrograms(say: (line: string) => void): Promise<Programs> {
  const runc = await debianProgram('runc', 'runc', say);
  const busybox = await debianProgram('busybox-static', 'busybox', say);
  const flags = versionFlags(readFileSync(join(KUBERNETES, 'go.mod'), 'utf8'));
  const kubernetes = await buildGoTools({ module: KUBERNETES, what: 'kubelet and kube-scheduler', flags }, say);
  const containerd = await buildGoTools({ module: CONTAINERD, what: 'containerd', flags: '-s -w' }, say);
  return {
    kubelet: join(kubernetes, 'kubelet'),
    scheduler: join(kubernetes, 'kube-scheduler'),
    containerd,
    cni: containerd,
    runc,
    busybox,
  };
}
