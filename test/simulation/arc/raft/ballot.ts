import { type Configuration, hasVote } from './configuration.ts';
import type { Disk } from './disk.ts';
import type { VoteRequest } from '../wire/messages.ts';

/** Strangers, and rivals of a leader that is known here, are refused before their term is looked at. */
export function isHeard(request: VoteRequest, latest: Configuration, leaderAddress: string): boolean {
  if (latest.length > 0 && !latest.some(({ id }) => id === request.candidate)) return false;
  return leaderAddress === '' || leaderAddress === request.candidateAddress || request.isTransfer;
}

/** One vote a term, for a voter whose log is at least as new (hashicorp/raft v1.6.0, `requestVote`). Keeps the vote. */
export function giveVote(request: VoteRequest, latest: Configuration, disk: Disk): boolean {
  if (latest.length > 0 && !hasVote(latest, request.candidate)) return false;
  if (disk.vote?.term === request.term) return disk.vote.candidate === request.candidate;
  if (disk.lastTerm > request.lastLogTerm) return false;
  if (disk.lastTerm === request.lastLogTerm && disk.lastIndex > request.lastLogIndex) return false;
  disk.vote = { term: request.term, candidate: request.candidate };
  return true;
}
