import type { Exchange } from '../engine/exchange.ts';
import { adminToken } from '../arc/arc-cluster.ts';
import { cluster, namespace } from '../world/world.ts';
import type { World } from '../world/world.ts';
import type { KubeHistory } from './kube-history.ts';

/** Milliseconds over which rates are counted. */
const window = 10_000;
/**
 * Requests of one process in a window, by where they go; to a node, for each RaftCluster that names its set. Far more than
 * work needs, far less than a loop makes.
 */
const limits = { api: 400, node: 300 };

/** S8 and S11: how often anybody is asked, and who is given the token. */
export class Requests {
  readonly #world: World;
  readonly #history: KubeHistory;
  readonly #tell: (rule: string, message: string) => void;
  #rates = new Map<string, number>();
  #windowEnds = window;

  constructor(world: World, history: KubeHistory, tell: (rule: string, message: string) => void) {
    this.#world = world;
    this.#history = history;
    this.#tell = tell;
    world.network.tap({ sending: (exchange) => this.#sending(exchange) });
  }

  #sending(exchange: Exchange): void {
    const { now } = this.#world;
    if (now >= this.#windowEnds) {
      this.#rates = new Map();
      this.#windowEnds = now + window;
    }
    const isApi = exchange.origin.startsWith('https:');
    const key = `${exchange.process.name} ${exchange.origin}`;
    const rate = (this.#rates.get(key) ?? 0) + 1;
    this.#rates.set(key, rate);
    const clusters = this.#world.kubernetes.objects.list('raftclusters', namespace).length;
    const limit = isApi ? limits.api : limits.node * Math.max(clusters, 1);
    if (rate === limit)
      this.#tell('S8', `${exchange.process.name} asks ${exchange.origin} ${limit} times within ${window / 1000} s`);
    if (!isApi) this.#token(exchange);
  }

  #token({ headers, origin }: Exchange): void {
    if (!Object.values(headers).some((value) => value.includes(adminToken))) return;
    const owner = this.#history.ownerOf(new URL(origin).hostname);
    const spec = this.#world.kubernetes.objects.get('raftclusters', cluster.namespace, cluster.name)?.spec;
    if (spec && !spec.members.some(({ statefulSet }) => statefulSet === owner))
      this.#tell('S11', `the token is given to ${origin}, a pod of ${owner ?? 'nobody'}`);
  }
}
