/** hashicorp/raft v1.6.0, `configuration.go`. */
export interface Server {
  readonly suffrage: 'Voter' | 'Nonvoter';
  readonly id: string;
  readonly address: string;
}

export type Configuration = readonly Server[];

export type Change =
  | { readonly kind: 'addVoter' | 'addNonvoter'; readonly id: string; readonly address: string }
  | { readonly kind: 'removeServer'; readonly id: string };

/** The configuration after `change`, or the text with which Raft refuses it. Removing an absent id is no error. */
export function nextConfiguration(current: Configuration, change: Change): Configuration | string {
  const next = changed(current, change);
  const addresses = new Set<string>();
  for (const { address } of next) {
    if (addresses.has(address)) return `found duplicate address in configuration: ${address}`;
    addresses.add(address);
  }
  return votersOf(next).length > 0 ? next : `need at least one voter in configuration: {${printServers(next)}}`;
}

function changed(current: Configuration, change: Change): Configuration {
  if (change.kind === 'removeServer') return current.filter(({ id }) => id !== change.id);
  const { id, address } = change;
  const known = current.find((server) => server.id === id);
  const suffrage = change.kind === 'addVoter' || known?.suffrage === 'Voter' ? 'Voter' : 'Nonvoter';
  const server: Server = { suffrage, id, address };
  return known === undefined ? [...current, server] : current.map((each) => (each.id === id ? server : each));
}

export function votersOf(configuration: Configuration): readonly Server[] {
  return configuration.filter(({ suffrage }) => suffrage === 'Voter');
}

export function hasVote(configuration: Configuration, id: string): boolean {
  return configuration.some((server) => server.id === id && server.suffrage === 'Voter');
}

export function quorumOf(configuration: Configuration): number {
  return Math.floor(votersOf(configuration).length / 2) + 1;
}

/** As Go's `%+v` prints it in `raft.stats.latest_configuration`. */
export function printServers(configuration: Configuration): string {
  const servers = configuration.map(
    ({ suffrage, id, address }) => `{Suffrage:${suffrage} ID:${id} Address:${address}}`,
  );
  return `[${servers.join(' ')}]`;
}
