import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { reasonTexts } from '../api/reasons.ts';
import type { Reason } from '../api/reasons.ts';
import { html } from './html.ts';
import type { Content, Html } from './html.ts';
import type { Standing } from './standing.ts';

/** A reason that leads to what it means, further down on the same page. */
export function reasonLink(reason: Reason): Html {
  return html`<a href="#${reason}">${reason}</a>`;
}

/** What every reason on a page means, and what a person does about it: the same words as in docs/reasons.md. */
export function glossary({ members = [], conditions = [] }: RaftClusterStatus, { reason }: Standing): Content {
  const named = [...(reason === undefined ? [] : [reason]), ...[...conditions, ...members].map((each) => each.reason)];
  const reasons = [...new Set(named)].toSorted();
  return (
    reasons.length > 0 &&
    html`<h2>Reasons on this page</h2>
      <dl class="reasons">${reasons.map((each) => explained(each))}</dl>`
  );
}

function explained(reason: Reason): Html {
  const { meaning, cure } = reasonTexts[reason];
  return html`<div>
    <dt id="${reason}">${reason}</dt>
    <dd>${meaning}${cure !== '' && html` <b>What to do:</b> ${cure}`}</dd>
  </div>`;
}
