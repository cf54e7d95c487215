import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { html } from './html.ts';
import type { Content, Html } from './html.ts';
import { ago, between, since } from './time-ago.ts';

type Removal = NonNullable<RaftClusterStatus['removals']>[number];

/** The one removal that is under way, if any. */
export function removalInFlight({ removal }: RaftClusterStatus, now: number): Content {
  if (removal === undefined) return undefined;
  const { member, phase, startedAt, attempts, holder } = removal;
  return html`<p class="notice" role="status">
    <b>${phase === 'Removing' ? 'In flight: the removal of' : 'In flight: the clean-up of what is left of'} ${member}</b
    >, ${since(startedAt, now)}, begun ${attempts === 1 ? 'once' : `${attempts} times`} by ${holder}. It ends by proof.
  </p>`;
}

/** The last finished removals, the newest first, each with what the store answered and what proved its end. */
export function removals({ removals: finished = [] }: RaftClusterStatus, now: number): Content {
  return (
    finished.length > 0 &&
    html`<h2>Last removals</h2>
      <ul class="removals">
        ${finished.toReversed().map((removal) => row(removal, now))}
      </ul>`
  );
}

function row({ member, result, startedAt, finishedAt, answer, evidence }: Removal, now: number): Html {
  return html`<li>
    <h3>${member}</h3>
    <p class="result">
      <b>${result === 'Removed' ? '✓ Removed' : '✕ Not removed'}</b> ${ago(finishedAt, now)}, after
      ${between(startedAt, finishedAt)}
    </p>
    <dl>
      <div>
        <dt>The store answered</dt>
        <dd>${answer === '' ? 'nothing' : answer}</dd>
      </div>
      <div>
        <dt>Proof</dt>
        <dd>${evidence}</dd>
      </div>
    </dl>
  </li>`;
}

/** Pods that run but are no members, with why. */
export function absentees({ absentees: pods = [] }: RaftClusterStatus): Content {
  return (
    pods.length > 0 &&
    html`<h2>Pods that are no members</h2>
      <dl class="facts">
        ${pods.map(
          ({ pod, why, message }) =>
            html`<div>
              <dt>${pod}: ${why}</dt>
              <dd>${message}</dd>
            </div>`,
        )}
      </dl>`
  );
}

/** What was done besides removals of members. */
export function leftovers({ leftovers: cleaned = [], decommissioned = [] }: RaftClusterStatus, now: number): Content {
  return (
    cleaned.length + decommissioned.length > 0 &&
    html`<h2>Also done</h2>
      <dl class="facts">
        ${cleaned.map(
          ({ id, cleanedAt }) =>
            html`<div>
              <dt>${id}</dt>
              <dd>its leftover was cleaned up ${ago(cleanedAt, now)}</dd>
            </div>`,
        )}
        ${decommissioned.map(
          (id) =>
            html`<div>
              <dt>${id}</dt>
              <dd>spec.decommission was honoured for it</dd>
            </div>`,
        )}
      </dl>`
  );
}
