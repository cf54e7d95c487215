import type { ReadResult, RemovalAnswer } from '../../../src/membership/evidence.ts';
import type { HttpClient, HttpRequest } from '../../../src/ports/http.ts';
import { createArcDriver } from '../../../src/stores/arc/arc-driver.ts';
import { Network } from '../engine/network.ts';
import { SimulatedProcess } from '../engine/process.ts';
import { Seeded } from '../engine/seeded.ts';
import { Timeline } from '../engine/timeline.ts';
import type { StartedPod } from '../kubernetes/workload.ts';
import { adminToken, ArcCluster, type ArcSettings } from './arc-cluster.ts';
import type { ArcNode } from './arc-node.ts';
import type { ArcProcess } from './arc-process.ts';
import { ArcWorkload } from './arc-workload.ts';
import { hostOf } from './identity.ts';

export interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Virtual milliseconds from the request to the answer. */
  readonly took: number;
}

/** A formed Arc cluster with a client beside it and no Kubernetes around it. */
export class FormedCluster {
  readonly timeline = new Timeline();
  readonly network = new Network(this.timeline);
  readonly cluster: ArcCluster;
  readonly #workload: ArcWorkload;
  readonly #http: HttpClient;
  readonly #uids = new Map<string, string>();
  readonly #driver = createArcDriver();
  #starts = 0;

  constructor(seed: number, settings: Partial<ArcSettings> = {}) {
    const seeds = ['arc-writer-0', 'arc-writer-1', 'arc-reader-0'].map((id) => `${hostOf(id, 'arc')}:9100`);
    this.cluster = new ArcCluster(this.network, new Seeded(seed), { seeds, ...settings });
    this.#workload = new ArcWorkload(this.cluster);
    const client = new SimulatedProcess('client', this.timeline);
    this.#http = this.network.clientsOf(client)({ connections: 1, connectTimeout: 1_000 });
  }

  /** Starts a node whose volume is that of its name, or another one. */
  start(id: string, volume = id): void {
    const [, role = '', ordinal = ''] = id.split('-');
    const uid = `${id} ${++this.#starts}`;
    this.#uids.set(id, uid);
    const pod: StartedPod = {
      namespace: 'arc',
      name: id,
      uid,
      ip: `10.0.${role === 'writer' ? 0 : 1}.${ordinal}`,
      ordinal: Number(ordinal),
      labels: { 'app.kubernetes.io/component': role },
      statefulSet: `arc-${role}`,
      disk: volume,
    };
    this.#workload.start(pod);
  }

  process(id: string): ArcProcess {
    const process = this.#workload.processOf(this.#uids.get(id) ?? '');
    if (process === undefined) throw new Error(`${id} was never started`);
    return process;
  }

  kill(...ids: readonly string[]): void {
    for (const id of ids) this.process(id).kill();
  }

  freeze(...ids: readonly string[]): void {
    for (const id of ids) this.process(id).freeze();
  }

  thaw(...ids: readonly string[]): void {
    for (const id of ids) this.process(id).thaw();
  }

  node(id: string): ArcNode {
    const node = this.cluster.node(id);
    if (node === undefined) throw new Error(`${id} does not run`);
    return node;
  }

  get leader(): string | undefined {
    return this.cluster.leader?.id;
  }

  async pass(duration: number): Promise<void> {
    await this.timeline.run(this.timeline.now + duration);
  }

  /** Lets time pass until something holds; fails after `deadline` milliseconds. */
  async until(what: string, holds: () => boolean, deadline = 60_000): Promise<void> {
    await this.timeline.run(this.timeline.now + deadline, holds);
    if (!holds()) throw new Error(`not within ${deadline} ms: ${what}`);
  }

  async tell(id: string, method: HttpRequest['method'], path: string, token = adminToken): Promise<Told> {
    return this.send(id, method, path, token === '' ? {} : { authorization: `Bearer ${token}` });
  }

  async send(id: string, method: HttpRequest['method'], path: string, headers: Record<string, string>): Promise<Told> {
    return this.#awaited(this.begin(id, method, path, headers));
  }

  /** Sends without waiting: time passes only when the caller says so. */
  async begin(
    id: string,
    method: HttpRequest['method'],
    path: string,
    headers: Record<string, string> = { authorization: `Bearer ${adminToken}` },
  ): Promise<Told> {
    const sentAt = this.timeline.now;
    this.timeline.touch();
    const answer = await this.#http.send({
      method,
      origin: originOf(id),
      path,
      headers,
      timeout: 20_000,
      maxBytes: 4_194_304,
    });
    const text = new TextDecoder().decode(answer.body);
    const body = text.startsWith('<') ? { page: text } : (JSON.parse(text) as Record<string, unknown>);
    return { status: answer.status, headers: answer.headers, body, took: this.timeline.now - sentAt };
  }

  async remove(member: string, by = this.leader ?? ''): Promise<Told> {
    return this.tell(by, 'DELETE', `/api/v1/cluster/nodes/${member}`);
  }

  /** Makes a node know the token: the first check costs it 80 to 340 ms. */
  async warm(id: string): Promise<void> {
    await this.tell(id, 'GET', '/api/v1/cluster');
  }

  /** Through the operator's driver. */
  async read(id: string): Promise<ReadResult> {
    return this.#awaited(
      this.#driver.read({ http: this.#http, origin: originOf(id), token: adminToken, timeout: 3_000 }),
    );
  }

  /** Through the operator's driver, which needs a connection that is open. */
  async removeByDriver(member: string, by = this.leader ?? ''): Promise<RemovalAnswer> {
    const node = { http: this.#http, origin: originOf(by), token: adminToken, timeout: 3_000 };
    return this.#awaited(this.#driver.remove(node, member, () => true));
  }

  /** The ids in the configuration that a node shows. */
  members(id: string): readonly string[] {
    return this.node(id).raft.configurations.latest.map((server) => server.id);
  }

  async #awaited<T>(promise: Promise<T>): Promise<T> {
    let settled: { readonly value: T } | { readonly error: unknown } | undefined;
    promise.then(
      (value) => (settled = { value }),
      (error: unknown) => (settled = { error }),
    );
    this.timeline.touch();
    await this.timeline.run(this.timeline.now + 60_000, () => settled !== undefined);
    if (settled === undefined) throw new Error('no answer within a minute');
    if ('error' in settled) throw settled.error;
    return settled.value;
  }
}

/** Nodes that are all members of one cluster, the first of which leads. */
export async function formCluster(
  ids: readonly string[],
  options: Partial<ArcSettings> & { readonly seed?: number } = {},
): Promise<FormedCluster> {
  const { seed = 1, ...settings } = options;
  const arc = new FormedCluster(seed, settings);
  for (const id of ids) arc.start(id);
  const isFormed = (): boolean =>
    ids.every((id) => {
      const node = arc.cluster.node(id);
      if (node === undefined || node.raft.leaderId !== ids[0]) return false;
      return arc.members(id).length === ids.length && node.registry.entries.size === ids.length;
    });
  await arc.until('all nodes are members', isFormed);
  return arc;
}

function originOf(id: string): string {
  const [, role = '', ordinal = ''] = id.split('-');
  return `http://10.0.${role === 'writer' ? 0 : 1}.${ordinal}:8000`;
}
