import { ArcNode } from '../testbed/arc-node.ts';
import type { DemoBed } from './ground.ts';

/** A removal that the store was asked for, as the asked node's own log has it. */
export interface AskedRemoval {
  readonly member: string;
  readonly askedNode: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Undefined while there is no answer. */
  readonly answeredAt: number | undefined;
  readonly status: number | undefined;
}

const REMOVAL = '/api/v1/cluster/nodes/';

/** What the store itself says, asked past the operator. */
export class Store {
  readonly #bed: DemoBed;
  readonly #namespace: string;
  readonly #token: string;

  constructor(bed: DemoBed, namespace: string, token: string) {
    this.#bed = bed;
    this.#namespace = namespace;
    this.#token = token;
  }

  /** The voters as each node with a process shows them: node to ids. */
  async voters(): Promise<ReadonlyMap<string, readonly string[]>> {
    const running = this.#bed.agent.pods.filter(
      ({ pid, key }) => pid !== undefined && key.startsWith(`${this.#namespace}/`),
    );
    const answers = running.map(async ({ key, address }) => {
      const node = new ArcNode(address, { token: this.#token });
      return [key.slice(this.#namespace.length + 1), await node.voters()] as const;
    });
    return new Map((await Promise.all(answers)).toSorted(([a], [b]) => a.localeCompare(b)));
  }

  /** Every DELETE so far, in the order in which they arrived. */
  removals(): readonly AskedRemoval[] {
    const lines = this.#bed.requestLog(this.#namespace).filter(({ method }) => method === 'DELETE');
    const ends = lines.filter(({ phase }) => phase !== 'received');
    return lines
      .filter(({ phase }) => phase === 'received')
      .map(({ path, node, at, podUid }) => {
        const end = ends.find(
          (candidate) => candidate.path === path && candidate.podUid === podUid && candidate.at >= at,
        );
        return {
          member: path.slice(REMOVAL.length),
          askedNode: node,
          receivedAt: at,
          answeredAt: end?.at,
          status: end?.status,
        };
      });
  }
}
