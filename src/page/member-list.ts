import { parseDuration } from '../api/duration.ts';
import type { RaftClusterStatus } from '../api/raftcluster.ts';
import { glyph, shapeOf } from './glyph.ts';
import { html } from './html.ts';
import type { Content, Html } from './html.ts';
import { plightInWords, plightOf, plights, timeLeft } from './plight.ts';
import { reasonLink } from './glossary.ts';
import type { Member } from './source.ts';
import { since } from './time-ago.ts';

/** Every member with its picture, its verdict and why; whoever moves or is in trouble comes first. */
export function memberList(status: RaftClusterStatus, delay: string | undefined, now: number): Content {
  const order = Object.keys(plights);
  const members = (status.members ?? []).toSorted(
    (a, b) => order.indexOf(plightOf(a, status)) - order.indexOf(plightOf(b, status)) || ordinalOf(a) - ordinalOf(b),
  );
  const settling = delay === undefined ? undefined : parseDuration(delay);
  return (
    members.length > 0 &&
    html`<ul class="members">
      ${members.map((member) => row(member, status, settling, now))}
    </ul>`
  );
}

function row(member: Member, status: RaftClusterStatus, settling: number | undefined, now: number): Html {
  const { id, suffrage, statefulSet, ordinal, verdict, reason, message } = member;
  const words = plightInWords(member, status, now);
  const left = timeLeft(member, now);
  const part = left === undefined || settling === undefined ? undefined : left / settling;
  const shape = shapeOf(member);
  const place =
    statefulSet === undefined || ordinal === undefined
      ? 'of no StatefulSet'
      : `pod ${ordinal} of StatefulSet ${statefulSet}`;
  const plight = plightOf(member, status);
  const quiet = (plight === 'leader' || plight === 'live') && verdict === 'Keep';
  return html`<li class="${plight}${quiet && ' quiet'}">
    <svg role="img" width="44" height="44" viewBox="0 0 32 32">
      <title>${suffrage}, ${words}</title>
      ${glyph(shape, plight, part)}
    </svg>
    <div>
      <h3>${id}</h3>
      <p class="is"><b>${words}</b>, ${shape === 'unmanaged' ? 'unmanaged ' : ''}${suffrage.toLowerCase()}, ${place}</p>
    </div>
    <p class="verdict">${verdict}: ${reasonLink(reason)} ${since(member.since, now)}</p>
    <p class="why">${message}</p>
  </li>`;
}

function ordinalOf({ ordinal }: Member): number {
  return ordinal ?? Infinity;
}
