import { join } from 'node:path';
import { goldenFolder } from '../../e2e/harness/golden-folder.ts';
import { Suite } from '../../e2e/harness/suite.ts';
import type { Manifest } from '../../testbed/kube-object.ts';
import type { Cluster } from '../cluster.ts';
import { DeployedOperator } from '../operator/deployed-operator.ts';
import { installOperator } from '../operator/install.ts';
import { withMarks } from '../pods/store-pods.ts';

const IMAGE = 'raftcluster-operator:0.1.0';
/** How the container runtime calls an image that names no registry. */
const LIBRARY = 'docker.io/library/';

/** The scenarios' surroundings on a real cluster: one operator, installed as a user would, serves them all. */
export class ClusterSuite extends Suite {
  readonly cluster: Cluster;
  readonly deployed: DeployedOperator;
  /** How long it took from a trouble until removals went on. */
  readonly failovers: { readonly title: string; readonly milliseconds: number }[] = [];
  /** Most is seen as on the process bed. */
  override readonly golden = [join(import.meta.dirname, '..', 'golden'), goldenFolder] as const;
  /** What the operator can be upgraded to: the same, under another name. */
  readonly nextImage = 'raftcluster-operator:next';

  private constructor(cluster: Cluster) {
    super(cluster, '', '');
    this.cluster = cluster;
    this.deployed = new DeployedOperator(cluster);
  }

  /** Installs `config/default`; resolves when both replicas are available. */
  static async on(cluster: Cluster): Promise<ClusterSuite> {
    const suite = new ClusterSuite(cluster);
    for (const node of cluster.nodes) await node.tag(`${LIBRARY}${IMAGE}`, `${LIBRARY}${suite.nextImage}`);
    await installOperator(cluster);
    suite.histories.start();
    return suite;
  }

  /** They came with `config/default`. */
  override crds(): Promise<void> {
    return Promise.resolve();
  }

  override operator(): Promise<DeployedOperator> {
    return Promise.resolve(this.deployed);
  }

  override storeManifests(namespace: string, manifests: readonly Manifest[]): readonly Manifest[] {
    return withMarks(manifests, this.cluster.pods.folder(namespace));
  }
}
