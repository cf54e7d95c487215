import type { ArcNode } from '../arc/arc-node.ts';
import type { FaultSettings } from '../arc/faults.ts';
import type { World } from '../world/world.ts';

/** Milliseconds that an election may take. */
const electionPatience = 5_000;

/** The Arc nodes of a story, and what can be done to them. */
export class Store {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get leader(): string | undefined {
    return this.#world.arc.leader?.id;
  }

  node(id: string): ArcNode {
    const node = this.#world.arc.node(id);
    if (node === undefined) throw new Error(`no process runs for ${id}`);
    return node;
  }

  /** The ids in the configuration that a node shows, committed or not. */
  shown(id: string): readonly string[] {
    return this.node(id).raft.configurations.latest.map((server) => server.id);
  }

  /** From now on a node that is told to stop ends without a word to the others. */
  ungraceful(): void {
    this.#settings({ leaves: false });
  }

  graceful(): void {
    this.#settings({ leaves: true });
  }

  /** The store accepts this admin token from now on, and no other. */
  acceptsToken(admin: string): void {
    this.#settings({ tokens: { ...this.#world.arc.settings.tokens, admin } });
  }

  /** How these nodes misbehave from now on, or all that run; `{}` heals. */
  faults(settings: Partial<FaultSettings>, ...ids: readonly string[]): void {
    for (const node of this.#of(ids)) node.faults.set(settings);
  }

  /** Raft reaches these nodes no more; their admin API goes on. */
  isolate(...ids: readonly string[]): void {
    for (const node of this.#of(ids)) node.isolate(true);
  }

  reconnect(...ids: readonly string[]): void {
    for (const node of this.#of(ids)) node.isolate(false);
  }

  /** The node is told to stand for election until it leads and everybody who runs follows it. */
  async leadBy(id: string): Promise<void> {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (this.leader !== id) this.node(id).raft.standNow();
      if (await this.#world.until(() => this.#isFollowed(id), electionPatience)) return;
    }
    throw new Error(`${id} does not come to lead`);
  }

  #isFollowed(id: string): boolean {
    const { leader, liveVoters, runningVoters } = this.#world.arc;
    return leader?.id === id && liveVoters.length === runningVoters.length;
  }

  #of(ids: readonly string[]): readonly ArcNode[] {
    return ids.length === 0 ? [...this.#world.arc.nodes.values()] : ids.map((id) => this.node(id));
  }

  #settings(settings: Partial<World['arc']['settings']>): void {
    this.#world.arc.settings = { ...this.#world.arc.settings, ...settings };
  }
}
