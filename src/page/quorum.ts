import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** `Needs 2 of 3 voters, 3 are live: may lose 1.` Undefined while nothing is known. */
export function quorumInWords({ voters, liveVoters, quorum }: RaftClusterStatus): Html | undefined {
  if (voters === undefined || liveVoters === undefined || quorum === undefined) return undefined;
  const of = voters === 1 ? 'voter' : 'voters';
  const are = liveVoters === 1 ? 'is' : 'are';
  return html`Needs ${quorum} of ${voters} ${of}, ${liveVoters} ${are} live: ${margin(liveVoters - quorum)}.`;
}

function margin(spare: number): Html {
  if (spare > 0) return html`may lose ${spare}`;
  return spare === 0 ? html`<b>may lose none</b>` : html`<b class="lacking">${-spare} too few</b>`;
}
