import type { DecodedRaftCluster } from '../api/decode.ts';
import { reasonTexts } from '../api/reasons.ts';
import type { Condition } from '../api/conditions.ts';
import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { quorumInWords } from './quorum.ts';
import { inWords } from './duration.ts';
import { parseDuration } from '../api/duration.ts';
import { badge } from './badge.ts';
import { glossary } from './glossary.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { layout } from './layout.ts';
import { memberList } from './member-list.ts';
import { absentees, leftovers, removalInFlight, removals } from './removal-list.ts';
import { conditionList, statefulSets } from './set-table.ts';
import type { Source } from './source.ts';
import { standingOf } from './standing.ts';
import type { Standing } from './standing.ts';
import { votersPicture } from './voters-picture.ts';

/** All that is known of one RaftCluster. */
export function clusterPage(cluster: DecodedRaftCluster, source: Source, reloads: boolean): string {
  const { metadata, spec, status } = cluster;
  const { namespace, name } = metadata;
  const standing = standingOf(cluster);
  const now = source.now();
  const known = 'invalid' in status ? {} : status;
  const quorum = quorumInWords(known);
  const content = html`
    <div class="title">
      <h1><span>${namespace}/</span>${name}</h1>
      ${badge(standing)}
    </div>
    ${lead(standing, known)}
    <p class="settings">${settings(spec)}${metadata.deletionTimestamp !== undefined && ' It is being deleted.'}</p>
    ${removalInFlight(known, now)}
    ${
      known.members !== undefined &&
      html`<h2>Members</h2>
        <div class="glance">
          ${votersPicture(known, now)}
          <p class="quorum">
            ${quorum}${known.leader !== undefined && html` <b>${known.leader}</b> leads in term ${known.term}.`}
          </p>
        </div>`
    }
    ${memberList(known, 'invalid' in spec ? undefined : spec.removal.delay, now)} ${absentees(known)}
    ${statefulSets(known)} ${removals(known, now)} ${leftovers(known, now)} ${conditionList(known, now)}
    ${glossary(known, standing)}
  `;
  return layout({ title: `${namespace}/${name}`, content, path: `/${namespace}/${name}`, reloads }, source).text;
}

/** Why it is as it is, what else is going on, and what a person does about it. */
function lead({ kind, reason, message }: Standing, { conditions = [] }: RaftClusterStatus): Html {
  const cure = reason === undefined ? '' : reasonTexts[reason].cure;
  return html`<div class="lead ${kind}">
    <p>${reason !== undefined && html`<b>${reason}.</b> `}${message}</p>
    ${besides(conditions, reason).map((each) => html`<p><b>${each.reason}.</b> ${each.message}</p>`)}
    ${cure !== '' && html`<p><b>What to do:</b> ${cure}</p>`}
  </div>`;
}

/** What the other conditions add; a suspended RaftCluster still shows how it was. */
function besides(conditions: readonly Condition[], told: Condition['reason'] | undefined): readonly Condition[] {
  const adding = conditions.filter(
    ({ type, status }) =>
      (type === 'Ready' && status !== 'True') ||
      (status === 'True' && ['Reconciling', 'RemovalBlocked'].includes(type)),
  );
  return adding.filter(
    ({ reason }, index) => reason !== told && adding.findIndex((each) => each.reason === reason) === index,
  );
}

function settings(spec: DecodedRaftCluster['spec']): string {
  if ('invalid' in spec) return 'Its spec is not valid.';
  const { mode } = spec.removal;
  const delay = inWords(parseDuration(spec.removal.delay));
  if (spec.suspend) return 'It is suspended: what is below is how it was then.';
  if (mode === 'Observe') return `It is observed only: a plan is made, nothing is removed. Settling takes ${delay}.`;
  return `Members that are gone for good are removed, one at a time, after ${delay} of settling.`;
}
