import { rmSync, writeFileSync } from 'node:fs';
import { waitUntil } from '../../../../testbed/wait-until.ts';
import type { Effect } from '../row.ts';
import { Site } from '../site.ts';
import { effectGap } from '../stores.ts';
import type { Generation } from '../view.ts';
import type { Ground } from './ground.ts';
import { ArcdNode, DEADLINE, PORTS } from './node.ts';

const ADMIN = 'admin-0123456789-0123456789-0123456789';
const READER = 'reads-0123456789-0123456789-0123456789';

export interface ClusterSpec {
  /** `arc-<role>-<ordinal>`; the first makes the cluster, the others join it. */
  readonly ids: readonly string[];
  /** Factor for Arc's timeouts; default 1. More where a row has to act before a lease ends. */
  readonly timeScale?: number;
  /** Tokens are asked for; default false. */
  readonly authenticates?: boolean;
  /** More flags of every node. */
  readonly flags?: readonly string[];
  /** Wait until all are members; default true. */
  readonly forms?: boolean;
  /** PEM: the admin API speaks HTTPS; the certificate is its own authority. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Processes of `arcd` that a scene may kill, freeze, start again and cut off. */
export class ArcdCluster extends Site {
  readonly #ground: Ground;
  readonly #spec: ClusterSpec;
  readonly #folder: string;
  readonly #nodes = new Map<string, ArcdNode>();
  #coresPerNode = 0;

  private constructor(ground: Ground, generation: Generation, spec: ClusterSpec) {
    const tokens = spec.authenticates === true ? { adminToken: ADMIN, readerToken: READER } : {};
    super({
      generation,
      urls: new Map(),
      authenticates: spec.authenticates ?? false,
      ...tokens,
      ...(spec.tls !== undefined && { connect: { ca: spec.tls.cert, checkServerIdentity: () => undefined } }),
    });
    this.#ground = ground;
    this.#spec = spec;
    this.#folder = ground.newFolder();
    if (spec.tls === undefined) return;
    writeFileSync(`${this.#folder}/tls.crt`, spec.tls.cert);
    writeFileSync(`${this.#folder}/tls.key`, spec.tls.key);
  }

  /** Starts the nodes, and waits until they agree that all are members and the first one leads. The caller ends it. */
  static async form(ground: Ground, generation: Generation, spec: ClusterSpec): Promise<ArcdCluster> {
    const cluster = new ArcdCluster(ground, generation, spec);
    try {
      const [first = '', ...others] = spec.ids;
      await cluster.start(first, ['--bootstrap']);
      await Promise.all(others.map((id) => cluster.start(id)));
      if (spec.forms ?? true) {
        await cluster.settle(spec.ids);
        await cluster.lead(first);
      }
      return cluster;
    } catch (error) {
      const words = cluster.lastWords();
      await cluster.end();
      throw new Error(`no cluster of ${spec.ids.join(', ')}:\n${words}`, { cause: error });
    }
  }

  /** Starts a node that was not there before; on the address of one that has ended, if that is given. */
  async start(id: string, flags: readonly string[] = [], inPlaceOf?: string): Promise<void> {
    const { run, arcd, network, processes } = this.#ground;
    const { authenticates = false, tls } = this.#spec;
    const address = inPlaceOf === undefined ? await network.nextAddress() : new URL(this.url(inPlaceOf)).hostname;
    this.urls.set(id, `${tls === undefined ? 'http' : 'https'}://${address}:${PORTS.http}`);
    writeFileSync(this.#hosts, `${address} ${hostOf(id)}\n`, { flag: 'a' });
    const node = new ArcdNode(
      {
        id,
        address,
        arcd,
        folder: this.#folder,
        flags: [...this.#flags(id), ...flags],
        env: { HOME: run.path, ...(authenticates && { ARC_AUTH_BOOTSTRAP_TOKEN: ADMIN, ARCD_READ_TOKEN: READER }) },
        answers: async () =>
          (await this.ask({ to: id, method: 'GET', path: '/health', patience: 1_000 })).status === 200,
      },
      processes,
    );
    this.#nodes.set(id, node);
    await node.start();
  }

  /** One node, for what only its process can do. */
  node(id: string): ArcdNode {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new Error(`there is no node ${id}`);
    return node;
  }

  /** SIGKILL, to all at once. */
  async crash(...ids: readonly string[]): Promise<void> {
    const nodes = ids.map((id) => this.node(id));
    for (const node of nodes) node.signal('SIGKILL');
    await Promise.all(nodes.map((node) => node.exited()));
  }

  /** Replaces all faults of a node. */
  faults(id: string, faults: Readonly<Record<string, unknown>>): Promise<void> {
    return this.node(id).control('PUT', '/faults', faults);
  }

  /** Drops what goes between this node and those peers; nobody: heals. */
  partition(id: string, peers: readonly string[]): Promise<void> {
    return this.node(id).control('PUT', '/partition', { peers });
  }

  /** Waits until these are the members and the registry of each other, under one leader. */
  async settle(ids: readonly string[]): Promise<void> {
    await this.agree({ observers: ids, configuration: ids, registry: ids });
    const [{ cores } = { cores: 0 }] = await waitUntil(
      `one leader, and one table of ${ids.join(', ')}`,
      { timeout: DEADLINE },
      async () => {
        const views = await this.views(ids);
        const opinions = new Set(views.map((view) => `${view.leader} ${view.term} ${view.cores}`));
        const [one] = views;
        const isWhole = one !== undefined && one.leader !== '' && one.cores > 0 && one.cores % ids.length === 0;
        return views.length === ids.length && opinions.size === 1 && isWhole && views;
      },
    );
    if (this.#coresPerNode === 0) this.#coresPerNode = cores / ids.length;
  }

  /**
   * Makes others step down until this node leads. They hand over to the first voter of the configuration: the node
   * has to be that.
   */
  async lead(id: string, among: readonly string[] = this.ids): Promise<void> {
    await this.until(`${id} to lead`, async () => {
      const leader = await this.leader(among);
      if (leader === id) return true;
      await this.node(leader).control('POST', '/step-down', {});
      return undefined;
    });
    await this.until(`all to follow ${id}`, async () => {
      const views = await this.views(among);
      return views.every((view) => view.leader === id);
    });
  }

  /** Waits until the stores of all observers show the effect. */
  async agree(effect: Effect): Promise<void> {
    let gap: string | undefined;
    const isShown = async (): Promise<boolean> => {
      gap = await effectGap(effect, (id) => this.stores(id), this.#coresPerNode);
      return gap === undefined;
    };
    await waitUntil('an effect', { timeout: DEADLINE }, isShown).catch((error: unknown) => {
      throw new Error(gap ?? 'the stores cannot be read', { cause: error });
    });
  }

  /** Waits until a condition holds that a row is about. */
  until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    return waitUntil(what, { timeout: DEADLINE }, look);
  }

  /** The end of each node's log. */
  lastWords(): string {
    return [...this.#nodes].map(([id, node]) => `--- ${id}\n${node.lastWords()}`).join('\n');
  }

  async end(): Promise<void> {
    await this.crash(...this.#nodes.keys());
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #flags(id: string): readonly string[] {
    const { timeScale = 1, tls, flags = [] } = this.#spec;
    const seeds = this.#spec.ids.map((seed) => `${hostOf(seed)}:${PORTS.coordinator}`);
    return [
      `--generation=${this.generation}`,
      `--role=${id.split('-').at(-2) ?? ''}`,
      `--time-scale=${timeScale}`,
      `--hosts=${this.#hosts}`,
      `--seeds=${seeds.join(',')}`,
      `--raft-advertise=${hostOf(id)}:${PORTS.raft}`,
      ...(tls === undefined ? [] : [`--tls-cert=${this.#folder}/tls.crt`, `--tls-key=${this.#folder}/tls.key`]),
      ...flags,
    ];
  }

  get #hosts(): string {
    return `${this.#folder}/hosts`;
  }
}

/** The DNS name of a node's Raft and coordinator address, as the chart gives it. */
export function hostOf(id: string): string {
  return `${id}.${id.slice(0, id.lastIndexOf('-'))}-headless.arc.svc.cluster.local`;
}
