import { z } from 'zod';
import { waitUntil } from '../../../testbed/wait-until.ts';
import { type Connect, send } from './send.ts';
import type { Answer, Question } from './row.ts';
import { type Generation, parseView, type Stores, type View } from './view.ts';

export const CLUSTER = '/api/v1/cluster';
export const NODES = '/api/v1/cluster/nodes';

export interface SiteSpec {
  readonly generation: Generation;
  /** Base URL of each node, by id. */
  readonly urls: Map<string, string>;
  readonly adminToken?: string | undefined;
  readonly readerToken?: string | undefined;
  /** A request without a token is refused. */
  readonly authenticates: boolean;
  readonly connect?: Connect;
}

/** A cluster as its clients see it. */
export class Site {
  readonly generation: Generation;
  readonly authenticates: boolean;
  readonly adminToken: string | undefined;
  readonly readerToken: string | undefined;
  protected readonly urls: Map<string, string>;
  readonly #connect: Connect;

  constructor(spec: SiteSpec) {
    this.generation = spec.generation;
    this.authenticates = spec.authenticates;
    this.adminToken = spec.adminToken;
    this.readerToken = spec.readerToken;
    this.urls = spec.urls;
    this.#connect = spec.connect ?? {};
  }

  get ids(): readonly string[] {
    return [...this.urls.keys()];
  }

  url(id: string): string {
    const url = this.urls.get(id);
    if (url === undefined) throw new Error(`there is no node ${id}`);
    return url;
  }

  ask(question: Question): Promise<Answer> {
    const token = { admin: this.adminToken, reader: this.readerToken, nobody: undefined }[question.as ?? 'admin'];
    const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...question.headers };
    return send({ ...question, origin: this.url(question.to), headers }, this.#connect);
  }

  async view(id: string): Promise<View> {
    const { status, body } = await this.ask({ to: id, method: 'GET', path: CLUSTER, patience: 2_000 });
    if (status !== 200) throw new Error(`${id} answers ${status}: ${JSON.stringify(body)}`);
    return parseView(body);
  }

  /** The views of the nodes that answer. */
  async views(ids: readonly string[] = this.ids): Promise<readonly View[]> {
    const all = await Promise.allSettled(ids.map((id) => this.view(id)));
    return all.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  /** Of the nodes given, the one that claims to lead with the highest term; waits for it. */
  leader(ids: readonly string[] = this.ids): Promise<string> {
    return waitUntil(`a leader among ${ids.join(', ')}`, { timeout: 30_000 }, async () => {
      const claims = (await this.views(ids)).filter(({ isLeader }) => isLeader);
      return claims.toSorted((a, b) => b.term - a.term)[0]?.id;
    });
  }

  /** A node that follows the leader, never the leader. */
  follower(): Promise<string> {
    return waitUntil('a follower', { timeout: 30_000 }, async () => {
      const leader = await this.leader();
      const views = await this.views();
      return views.find((view) => view.state === 'Follower' && view.leader === leader)?.id;
    });
  }

  async stores(id: string): Promise<Stores> {
    const { members, cores } = await this.view(id);
    return { configuration: members.map((member) => member.id).toSorted(), cores, registry: await this.registry(id) };
  }

  async registry(id: string): Promise<readonly string[]> {
    const { body } = await this.ask({ to: id, method: 'GET', path: NODES, patience: 2_000 });
    return nodes
      .parse(body)
      .nodes.map((node) => node.id)
      .toSorted();
  }
}

const nodes = z.object({ nodes: z.array(z.object({ id: z.string() })) });
