import type { KubeObject } from '../../testbed/kube-object.ts';
import { waitUntil } from '../../testbed/wait-until.ts';
import type { ProbeAnswer } from '../../e2e/harness/observed-operator.ts';
import type { SceneOperator } from '../../e2e/harness/operator-process.ts';
import type { Cluster } from '../cluster.ts';
import type { ClusterPod } from '../pods/pods.ts';

export const OPERATOR = { namespace: 'raftcluster-system', name: 'raftcluster-operator' } as const;

const HEALTH_PORT = 8081;
const METRICS_PORT = 8080;
const PATIENCE = 60_000;

interface Lease extends KubeObject {
  readonly spec: { readonly holderIdentity?: string | null };
}

/** The operator as its Deployment runs it, for all namespaces at once; scenarios share it, so none of them ends it. */
export class DeployedOperator implements SceneOperator {
  readonly name = OPERATOR.name;
  readonly over = false;
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Everything that its pods wrote, those that are gone too. */
  get output(): string {
    return this.#cluster.pods.logs(OPERATOR.namespace);
  }

  get lines(): SceneOperator['lines'] {
    const complete = this.output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
    return complete.map((line) => JSON.parse(line) as SceneOperator['lines'][number]);
  }

  /** When one of them first logged this message, milliseconds since the epoch. */
  saidAt(message: string): number | undefined {
    const times = this.lines.filter(({ msg }) => msg === message).map(({ time }) => Date.parse(time));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  get pods(): readonly ClusterPod[] {
    return this.#cluster.pods.all.filter(
      ({ metadata }) =>
        metadata.namespace === OPERATOR.namespace && metadata.labels?.['app.kubernetes.io/name'] === this.name,
    );
  }

  /** The pod that the Lease names. */
  async leader(): Promise<ClusterPod> {
    return waitUntil('an operator that leads', { timeout: PATIENCE }, async () => {
      const holder = await this.holder();
      return this.pods.find(({ metadata }) => holder.startsWith(`${metadata.name}_`));
    });
  }

  /** Who holds the Lease; empty: nobody. */
  async holder(): Promise<string> {
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', ...OPERATOR };
    return (await this.#cluster.kube.find<Lease>(lease))?.spec.holderIdentity ?? '';
  }

  /** What `/readyz` of the leader answers. */
  async readyz(): Promise<ProbeAnswer> {
    return this.#ask(HEALTH_PORT, '/readyz');
  }

  /** What `/livez` of the leader answers. */
  async livez(patience = 5_000): Promise<ProbeAnswer> {
    return this.#ask(HEALTH_PORT, '/livez', patience);
  }

  /** What the leader tells Prometheus. */
  async metrics(): Promise<string> {
    return (await this.#ask(METRICS_PORT, '/metrics')).text;
  }

  async readyzIs(status: number, text: RegExp, timeout = PATIENCE): Promise<void> {
    await waitUntil(`/readyz to answer ${status} ${String(text)}`, { timeout }, async () => {
      const answer = await this.readyz();
      return answer.status === status && text.test(answer.text);
    });
  }

  async #ask(port: number, path: string, patience = 5_000): Promise<ProbeAnswer> {
    const address = (await this.leader()).status?.podIP ?? '';
    const answer = await fetch(`http://${address}:${port}${path}`, { signal: AbortSignal.timeout(patience) });
    return { status: answer.status, text: await answer.text() };
  }

  freeze(): void {
    throw new Error('scenarios share this operator');
  }

  thaw(): void {
    throw new Error('scenarios share this operator');
  }

  async kill(): Promise<void> {
    // It goes on for the others.
  }

  async stop(): Promise<void> {
    // It goes on for the others.
  }
}
