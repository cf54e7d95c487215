import type { Member, MemberRecord, RaftRole, View } from '../../membership/evidence.ts';
import type { ClusteredAnswer, RaftAnswer } from './answers.ts';
import { parseConfiguration } from './configuration.ts';
import { parseGoDuration } from './go-duration.ts';
import { InvalidAnswer } from './invalid-answer.ts';

/** What an Arc node with Raft says of itself and the cluster. Throws `InvalidAnswer` where it contradicts itself. */
export function toView(answer: ClusteredAnswer, raft: RaftAnswer): View {
  const { stats } = raft;
  const configuration = parseConfiguration(stats.latest_configuration);
  checkPeers(configuration, answer.local_node_id, stats.num_peers);
  checkMembership(configuration, raft);
  return {
    memberId: answer.local_node_id,
    clusterName: answer.cluster_name,
    role: roleOf(raft),
    leaderId: raft.leader_id === '' ? null : raft.leader_id,
    term: stats.term,
    lastLogTerm: stats.last_log_term,
    lastLogIndex: stats.last_log_index,
    commitIndex: stats.commit_index,
    configuration,
    leaderContact: contactOf(stats.last_contact),
    records: recordsOf(answer),
  };
}

/**
 * Arc asks Raft for each of these at a moment of its own, the term between them. Where they differ, leadership changed
 * meanwhile, and a node could seem to lead in a term in which it does not.
 */
function roleOf({ state, is_leader, stats }: RaftAnswer): RaftRole {
  const leads = [state, stats.state].map((each) => each === 'Leader');
  // Only a leader prints "0"; a follower that just heard from its leader prints "0s" (hashicorp/raft v1.6.0, Stats).
  const claims = [...leads, is_leader, stats.last_contact === '0'];
  if (state !== stats.state || new Set(claims).size > 1)
    throw new InvalidAnswer('raft: state, is_leader, stats.state and stats.last_contact disagree on the role');
  return state;
}

/** Since when it has not heard from its leader; `never` since it started. */
function contactOf(lastContact: string): number | null {
  if (lastContact === 'never') return null;
  const contact = parseGoDuration(lastContact);
  if (contact === undefined) throw new InvalidAnswer('raft.stats.last_contact is not a Go duration');
  return contact;
}

/**
 * `num_peers` counts the other voters, 0 when the node itself is none, of the very configuration that was printed
 * (hashicorp/raft v1.6.0, Stats): an id made to read like two voters does not add up.
 */
function checkPeers(configuration: readonly Member[], self: string, peers: bigint): void {
  const voters = configuration.filter(({ suffrage }) => suffrage === 'Voter');
  const expected = voters.some(({ id }) => id === self) ? voters.length - 1 : 0;
  if (peers !== BigInt(expected)) throw new InvalidAnswer('raft.stats: num_peers contradicts latest_configuration');
}

/** Generation B (known from Arc's source only) shows the members a second time, without addresses. */
function checkMembership(configuration: readonly Member[], { membership }: RaftAnswer): void {
  const servers = membership?.servers;
  if (servers === undefined || servers === null) return;
  const suffrages = new Map(servers.map(({ id, suffrage }) => [id, suffrage]));
  const equal =
    servers.length === configuration.length &&
    configuration.every(({ id, suffrage }) => suffrages.get(id) === suffrage.toLowerCase());
  if (!equal) throw new InvalidAnswer('raft: membership.servers contradicts stats.latest_configuration');
}

/** The node's own registry: not consensus, but the only sign of life. */
function recordsOf({ nodes }: ClusteredAnswer): ReadonlyMap<string, MemberRecord> {
  const records = new Map(nodes.map(({ id, last_heartbeat }) => [id, { lastHeard: last_heartbeat }]));
  if (records.size < nodes.length) throw new InvalidAnswer('nodes: lists an id twice');
  return records;
}
