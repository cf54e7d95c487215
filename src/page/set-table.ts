import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { reasonLink } from './glossary.ts';
import { html } from './html.ts';
import type { Content, Html } from './html.ts';
import { since } from './time-ago.ts';

type SetRow = NonNullable<RaftClusterStatus['statefulSets']>[number];

/** Each StatefulSet: what it wants, what it has, and how far it can be scaled down now. */
export function statefulSets({ statefulSets: sets = [] }: RaftClusterStatus): Content {
  return (
    sets.length > 0 &&
    html`<h2>StatefulSets</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Wants</th>
            <th scope="col">Voters</th>
            <th scope="col">Live</th>
            <th scope="col">Can be scaled to</th>
          </tr>
        </thead>
        <tbody>
          ${sets.map(row)}
        </tbody>
      </table>`
  );
}

function row({ name, replicas, voters, liveVoters, minSafeReplicas }: SetRow): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${replicas}</td>
    <td>${voters}</td>
    <td>${liveVoters}</td>
    <td>${minSafeReplicas < replicas ? html`${minSafeReplicas} at once` : 'not now'}</td>
  </tr>`;
}

/** The conditions, as kubectl and GitOps tools read them. */
export function conditionList({ conditions = [] }: RaftClusterStatus, now: number): Content {
  return (
    conditions.length > 0 &&
    html`<h2>Conditions</h2>
      <dl class="facts">
        ${conditions.map(
          ({ type, status, reason, message, lastTransitionTime }) =>
            html`<div>
              <dt>${type}: ${status} ${since(lastTransitionTime, now)}</dt>
              <dd>${reasonLink(reason)}. ${message}</dd>
            </div>`,
        )}
      </dl>`
  );
}
