/** The votes needed among `voters` voters: floor(n/2)+1. Raft thesis, §3. Of no voters: 1, which nobody can give. */
export function quorum(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** How many more live voters may be lost before there is no leader; negative: so many are missing. */
export function faultTolerance(voters: number, liveVoters: number): number {
  return liveVoters - quorum(voters);
}
