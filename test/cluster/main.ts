/** Brings up a real cluster with the operator on it, and takes it away again: `make cluster`, `make cluster KEEP=1`. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cluster } from './cluster.ts';
import { startCluster } from './start.ts';
import { operatorImage } from './operator/image.ts';
import { installOperator } from './operator/install.ts';

const began = performance.now();
const say = (line: string): void =>
  console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${line}`);

try {
  const cluster = await startCluster({ say, images: [operatorImage()] });
  say('its nodes are Ready');
  await installOperator(cluster);
  say('the operator is installed (kubectl apply -k config/default), and both its replicas are Ready');
  const { stdout } = await cluster.kubectl(['get', 'nodes,pods', '--all-namespaces', '-o', 'wide']);
  console.log(`\n${stdout}`);
  if (process.env['KEEP'] === '1') await keep(cluster);
  await cluster.stop();
  if (existsSync(cluster.run.path)) throw new Error(`${cluster.run.path} is still there`);
  say('all of it is stopped again; `make cluster KEEP=1` leaves it running');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

/** Never returns: Ctrl-C ends it. */
function keep({ adminKubeconfig, controlPlane, run }: Cluster): Promise<never> {
  console.log(
    [
      'It keeps running. In another terminal, as root:',
      '',
      `  export KUBECONFIG=${adminKubeconfig}`,
      `  export PATH=${dirname(controlPlane.kubectl)}:$PATH`,
      '  kubectl get nodes,pods --all-namespaces',
      '',
      `The logs of kubelet, containerd and the control plane are in ${run.path}.`,
      'Ctrl-C here stops it and takes everything away.',
    ].join('\n'),
  );
  return new Promise<never>(() => setInterval(() => undefined, 3_600_000));
}
