import { Agent } from 'undici';
import { ARC_PORTS } from './arc-cluster.ts';

const DEADLINE = 5_000;

export interface ArcAccess {
  readonly scheme?: 'http' | 'https';
  readonly port?: number;
  readonly token?: string;
}

export interface ArcAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One entry of a node's Raft configuration. */
export interface ArcMember {
  readonly suffrage: string;
  readonly id: string;
  readonly address: string;
}

const agent = new Agent({ allowH2: false, connect: { rejectUnauthorized: false } });

/** One `arcd`, asked directly: for what a test wants to know apart from what the operator says. */
export class ArcNode {
  readonly #address: string;
  readonly #origin: string;
  readonly #token: string | undefined;

  constructor(address: string, access: ArcAccess = {}) {
    this.#address = address;
    this.#origin = `${access.scheme ?? 'http'}://${address}:${access.port ?? ARC_PORTS.http}`;
    this.#token = access.token;
  }

  get(path: string): Promise<ArcAnswer> {
    return send(this.#origin, 'GET', path, this.#token);
  }

  /** The configuration as this node sees it, committed or not; sorted by id. */
  async members(): Promise<readonly ArcMember[]> {
    const { raft } = await this.#cluster();
    const text = raft.stats?.['latest_configuration'] ?? '';
    const found = text.matchAll(/\{Suffrage:(\w+) ID:(\S+) Address:([^}]*)\}/g);
    const members = [...found].map(([, suffrage = '', id = '', address = '']) => ({ suffrage, id, address }));
    return members.toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  }

  /** The ids of the voters, sorted. */
  async voters(): Promise<readonly string[]> {
    return (await this.members()).filter(({ suffrage }) => suffrage === 'Voter').map(({ id }) => id);
  }

  /** The id that this node takes for the leader; empty when it knows none. */
  async leader(): Promise<string> {
    return (await this.#cluster()).raft.leader_id ?? '';
  }

  /** Sets all faults of this node; what is left out is healthy again. */
  async setFaults(faults: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#control('PUT', '/faults', faults);
  }

  /** Raft and coordinator traffic with these ids, or with all (`*`), is dropped in both directions; none: it heals. */
  async partitionFrom(...peers: readonly string[]): Promise<void> {
    await this.#control('PUT', '/partition', { peers });
  }

  /** Says goodbye to the others as a node that stops, and goes on. */
  async leave(): Promise<void> {
    await this.#control('POST', '/leave');
  }

  /** The leader gives up its leadership. */
  async stepDown(): Promise<void> {
    await this.#control('POST', '/step-down');
  }

  async #cluster(): Promise<{ raft: { leader_id?: string; stats?: Readonly<Record<string, string>> } }> {
    const { status, body } = await this.get('/api/v1/cluster');
    if (status !== 200) throw new Error(`${this.#origin} answers ${status}: ${JSON.stringify(body)}`);
    return body as { raft: { leader_id?: string } };
  }

  async #control(method: 'PUT' | 'POST', path: string, body?: unknown): Promise<void> {
    const answer = await send(`http://${this.#address}:${ARC_PORTS.control}`, method, path, undefined, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

async function send(
  origin: string,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  token: string | undefined,
  content?: unknown,
): Promise<ArcAnswer> {
  const { statusCode, body } = await agent.request({
    origin,
    method,
    path,
    // A pod that was frozen or killed leaves no connection behind that a later question would wait for.
    reset: true,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    body: content === undefined ? null : JSON.stringify(content),
    signal: AbortSignal.timeout(DEADLINE),
  });
  const text = await body.text();
  return { status: statusCode, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
