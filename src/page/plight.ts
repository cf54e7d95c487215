import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { parseTime } from '../ports/wall-time.ts';
import { inWords } from './duration.ts';
import type { Member } from './source.ts';

/** What a picture shows of a member: one shape, one mark and one word for each, so that no colour is needed. */
export type Plight = 'leader' | 'live' | 'doubtful' | 'dead' | 'unknown' | 'waiting' | 'blocked' | 'removing';

/** In the order in which pictures and lists put them: what moves or is in trouble comes first. */
export const plights: Readonly<Record<Plight, string>> = {
  removing: 'being removed',
  blocked: 'blocked',
  waiting: 'waiting to be removed',
  doubtful: 'live, but look at it',
  dead: 'not live',
  unknown: 'not proven live',
  leader: 'leader',
  live: 'live',
};

/** Without a proven leader nobody follows one, so who is not live is not known to be dead. */
export function plightOf(member: Member, { leader }: RaftClusterStatus): Plight {
  if (member.verdict === 'Removing') return 'removing';
  if (member.live && member.id === leader) return 'leader';
  if (member.live) return member.verdict === 'Blocked' ? 'doubtful' : 'live';
  if (member.verdict === 'Waiting') return 'waiting';
  if (member.verdict === 'Blocked') return 'blocked';
  return leader === undefined ? 'unknown' : 'dead';
}

/** `settling, 12 s left`, `not live`: the same in words. `now` is wall time in milliseconds. */
export function plightInWords(member: Member, status: RaftClusterStatus, now: number): string {
  const left = timeLeft(member, now);
  if (left !== undefined) return left > 0 ? `settling, ${inWords(left)} left` : 'settled, looked at again now';
  return plights[plightOf(member, status)];
}

/** Milliseconds until the settling delay of a member ends; negative: it is over; undefined: none runs. */
export function timeLeft({ removableAt }: Pick<Member, 'removableAt'>, now: number): number | undefined {
  const end = removableAt === undefined ? undefined : parseTime(removableAt);
  return end === undefined ? undefined : end - now;
}
