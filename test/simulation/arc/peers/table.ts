/** What a member says of itself when it joins, as every member stores it. */
export interface NodeRecord {
  readonly id: string;
  readonly role: string;
  readonly clusterName: string;
  /** The coordinator's: `arc-writer-0.arc-writer-headless.arc.svc.cluster.local:9100`. */
  readonly address: string;
  readonly version: string;
  readonly cores: number;
}

export type Command =
  { readonly type: 'add_node'; readonly node: NodeRecord } | { readonly type: 'remove_node'; readonly id: string };

/** The replicated node table: the state machine that Raft feeds. Independent of the Raft configuration. */
export class Table {
  readonly #nodes = new Map<string, NodeRecord>();

  get nodes(): ReadonlyMap<string, NodeRecord> {
    return this.#nodes;
  }

  /** The sum over all entries, dead ones included. */
  get cores(): number {
    let sum = 0;
    for (const { cores } of this.#nodes.values()) sum += cores;
    return sum;
  }

  /** Removing an unknown id changes nothing. */
  apply(command: Command): void {
    if (command.type === 'add_node') this.#nodes.set(command.node.id, command.node);
    else this.#nodes.delete(command.id);
  }
}
