import type { Member, ReadResult, RemovalAnswer, View } from '../../../src/membership/evidence.ts';
import type { HttpClient } from '../../../src/ports/http.ts';
import type { AdminNode, RemovalPermission, StoreDriver } from '../../../src/stores/driver.ts';

export interface Deletion {
  readonly id: string;
  /** The address that was asked. */
  readonly origin: string;
  readonly sent: boolean;
}

/** A Raft cluster without time, and the driver that speaks to it. Nodes are known by the address of their pod. */
export class FakeStore implements StoreDriver {
  readonly traits = { independentViews: true, heartbeatInterval: null, longestAct: 15_000, leavesRecords: false };
  /** Every request, in order: `read arc-0`, `ask arc-0`, `remove arc-4`. */
  readonly requests: string[] = [];
  readonly deletions: Deletion[] = [];
  readonly tokens = new Set<string | undefined>();
  leader = 'arc-0';
  term = 7n;
  permission: RemovalPermission = { kind: 'allowed' };
  /** What a removal answers; it takes effect if `obeys`. */
  answer: RemovalAnswer = { kind: 'removed' };
  obeys = true;
  /** Runs when a node is read: to fail it, to hang, to change things meanwhile. */
  reading: ((id: string, node: AdminNode) => Promise<ReadResult | void> | ReadResult | void) | undefined;
  /** Runs after the gate has been asked and before the removal takes effect. */
  removing: ((node: AdminNode) => Promise<void> | void) | undefined;
  /** Runs before the gate is asked. */
  connecting: (() => Promise<void> | void) | undefined;
  /** Whether a connection is open that `sendNow` could use; as a rule a read over it opens it. */
  connected: 'whenRead' | 'never' = 'whenRead';
  readonly #nodes = new Map<string, string>();
  readonly #open = new Set<string>();
  #members: readonly Member[] = [];
  #index = 40n;

  /** The pod `id` answers at `ip`. */
  node(id: string, ip: string): void {
    this.#nodes.set(`http://${ip.includes(':') ? `[${ip}]` : ip}:8000`, id);
  }

  voters(...ids: readonly string[]): void {
    this.#members = ids.map((id) => ({ id, suffrage: 'Voter', address: `${id}:7000` }));
    this.#index += 1n;
  }

  get members(): readonly string[] {
    return this.#members.map(({ id }) => id);
  }

  async read(node: AdminNode): Promise<ReadResult> {
    const id = this.#nodes.get(node.origin) ?? '?';
    this.requests.push(`read ${id}`);
    this.tokens.add(node.token);
    this.#open.add(connectionOf(node));
    const instead = await this.reading?.(id, node);
    return instead ?? { kind: 'view', view: this.view(id) };
  }

  async mayRemove(node: AdminNode): Promise<RemovalPermission> {
    this.requests.push(`ask ${this.#nodes.get(node.origin)}`);
    this.tokens.add(node.token);
    return this.permission;
  }

  async remove(node: AdminNode, memberId: string, mayStillSend: () => boolean): Promise<RemovalAnswer> {
    this.requests.push(`remove ${memberId}`);
    await this.connecting?.();
    const isOpen = this.connected === 'whenRead' && this.#open.has(connectionOf(node));
    const sent = isOpen && mayStillSend();
    this.deletions.push({ id: memberId, origin: node.origin, sent });
    if (!sent) return { kind: 'notSent', why: isOpen ? 'tooLate' : 'noOpenConnection' };
    await this.removing?.(node);
    if (this.obeys) this.voters(...this.members.filter((id) => id !== memberId));
    return this.answer;
  }

  get sent(): readonly string[] {
    return this.deletions.filter(({ sent }) => sent).map(({ id }) => id);
  }

  view(id: string, over: Partial<View> = {}): View {
    return {
      memberId: id,
      clusterName: 'arc',
      role: id === this.leader ? 'Leader' : 'Follower',
      leaderId: this.leader,
      term: this.term,
      lastLogTerm: this.term,
      lastLogIndex: this.#index,
      commitIndex: this.#index,
      configuration: this.#members,
      leaderContact: 0,
      records: new Map(),
      ...over,
    };
  }
}

/** HTTP clients by the order in which they were made; nothing is sent over them. */
export class FakeHttp {
  readonly made: { readonly options: object; closed: boolean }[] = [];

  readonly create = (options: object): HttpClient => {
    const record = { options, closed: false };
    this.made.push(record);
    const never = async (): Promise<never> => Promise.reject(new Error('nothing is sent here'));
    const close = async (): Promise<void> => void (record.closed = true);
    return Object.assign({ send: never, sendNow: never, stream: never, close }, { number: this.made.length });
  };
}

function connectionOf({ http, origin }: AdminNode): string {
  return `${'number' in http ? String(http.number) : ''} ${origin}`;
}
