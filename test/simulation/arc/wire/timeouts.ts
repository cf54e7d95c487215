/** Arc's settings of hashicorp/raft, and what is known of its other delays. All in milliseconds. */
export const heartbeatTimeout = 500;
export const electionTimeout = 1_000;
export const leaderLease = 500;
/** A leader sends a heartbeat every 50 to 100 ms; a live follower's `last_contact` is below 80 ms. */
export const heartbeatPeriod = 75;
/** A follower learns of a commit with the next entry, or after so long (`CommitTimeout` of 50 ms, and up to twice that). */
export const commitNotice: readonly [number, number] = [50, 100];
/** Heartbeats to a peer that failed are tried again at least every 250 ms (half the heartbeat timeout). */
export const greetingRetry: readonly [number, number] = [5, 250];
/** Log entries to it back off by themselves: 10 ms, doubled each time, up to 10.24 s. */
export const longestBackoff = 10_240;
/** Waiting for Raft to take a change of the configuration (Arc's argument). */
export const changeTimeout = 5_000;
/** A leader has stored its own entry. With the ways there and back a removal takes 2.6 to 32 ms, median 8. */
export const diskWrite: readonly [number, number] = [0.5, 6];
export const latency: readonly [number, number] = [0.1, 2];
/** A call that hung while its process stood still comes through so soon after; its own late timers may be first. */
export const wakeUp: readonly [number, number] = [0.1, 40];
