import { kubeconfig } from '../../testbed/kubeconfig.ts';
import type { KubeAccess } from '../../testbed/kube-connection.ts';
import type { ProcessSpec } from '../../testbed/processes.ts';
import type { RunFolder } from '../../testbed/run-folder.ts';

export function scheduler(file: string, run: RunFolder, access: KubeAccess): ProcessSpec {
  return {
    name: 'kube-scheduler',
    file,
    log: run.file('kube-scheduler.log'),
    args: [
      `--kubeconfig=${run.file('scheduler.kubeconfig', kubeconfig(access))}`,
      '--leader-elect=false',
      '--secure-port=0',
      '--profiling=false',
    ],
  };
}
