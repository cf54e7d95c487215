import { startCluster } from '../cluster/start.ts';
import { OPERATOR } from '../cluster/operator/deployed-operator.ts';
import { operatorImage } from '../cluster/operator/image.ts';
import { applyManifests, rolledOut } from '../cluster/operator/install.ts';
import { withMarks } from '../cluster/pods/store-pods.ts';
import type { Ground } from './ground.ts';

/** Characters of the operator's log in a message. */
const LAST_WORDS = 2_000;

/** Two nodes with kubelet and containerd; the operator comes as its users install it. */
export async function realGround(say: (line: string) => void): Promise<Ground> {
  const cluster = await startCluster({ say, images: [operatorImage()] });
  const { namespace, name } = OPERATOR;
  return {
    bed: cluster,
    install: { says: 'kubectl apply -k config/default', done: () => applyManifests(cluster) },
    startOperator: { says: 'both replicas of the operator are Ready', done: () => rolledOut(cluster) },
    // Where its Deployment runs it, it is started again.
    ended: new AbortController().signal,
    storeManifests: (store, manifests) => withMarks(manifests, cluster.pods.folder(store)),
    logCommand: `kubectl logs -n ${namespace} -l app.kubernetes.io/name=${name} -f`,
    lastWords: () => cluster.pods.logs(namespace).slice(-LAST_WORDS),
  };
}
