import type { DecodedRaftCluster } from '../api/decode.ts';
import { badge } from './badge.ts';
import { inWords } from './duration.ts';
import { html } from './html.ts';
import type { Content, Html } from './html.ts';
import { address, layout } from './layout.ts';
import { legend } from './legend.ts';
import { timeLeft } from './plight.ts';
import { quorumInWords } from './quorum.ts';
import type { Member, Source } from './source.ts';
import { standingOf, standings } from './standing.ts';
import type { Standing } from './standing.ts';
import { votersPicture } from './voters-picture.ts';

/** RaftClusters on one page: what a page costs does not grow with how many there are, but for their order. */
const perPage = 100;

export interface ListQuery {
  /** Only those of this namespace; `''`: all. */
  readonly namespace: string;
  /** From 1. */
  readonly page: number;
  readonly reloads: boolean;
}

/** All RaftClusters, or those of a namespace, a page at a time, those that need a person first. */
export function listPage(source: Source, { namespace, page, reloads }: ListQuery): string {
  const all = [...source.clusters()].filter(({ metadata }) => namespace === '' || metadata.namespace === namespace);
  const kept = reloads ? {} : { reload: 'off' };
  const links = (to: number): string =>
    address('/', { ...(namespace !== '' && { namespace }), ...(to > 1 && { page: String(to) }), ...kept });
  const ranked = inOrder(all);
  const last = Math.max(1, Math.ceil(ranked.length / perPage));
  const at = Math.min(page, last);
  const shown = ranked.slice((at - 1) * perPage, at * perPage);
  const content = html`
    <h1>RaftClusters${namespace !== '' && html` in ${namespace}`}</h1>
    ${all.length > 0 ? summary(ranked) : source.unready().length === 0 && nothingHere(namespace)}
    ${choice(namespace, kept)}
    <ul class="clusters">
      ${shown.map((each) => row(each, source.now(), kept))}
    </ul>
    ${last > 1 && pages(at, last, links)} ${shown.length > 0 && legend()}
  `;
  const parameters = { ...(namespace !== '' && { namespace }), ...(at > 1 && { page: String(at) }) };
  return layout({ title: titleOf(ranked), content, path: '/', parameters, reloads }, source).text;
}

interface Ranked {
  readonly cluster: DecodedRaftCluster;
  readonly standing: Standing;
}

/** Who needs a person first; of the same standing by namespace and name. */
function inOrder(clusters: readonly DecodedRaftCluster[]): readonly Ranked[] {
  const ranked = Map.groupBy(
    clusters.map((cluster) => ({ cluster, standing: standingOf(cluster) })),
    ({ standing }) => standing.kind,
  );
  return standings.flatMap((kind) => (ranked.get(kind) ?? []).toSorted(byName));
}

function byName({ cluster: { metadata: a } }: Ranked, { cluster: { metadata: b } }: Ranked): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

function row({ cluster, standing }: Ranked, now: number, kept: Readonly<Record<string, string>>): Html {
  const { metadata, status } = cluster;
  const path = `/${metadata.namespace}/${metadata.name}`;
  const known = 'invalid' in status ? undefined : status;
  const quorum = known && quorumInWords(known);
  return html`<li class="${standing.kind}">
    <h2>
      <a href="${address(path, kept)}"><span>${metadata.namespace}/</span>${metadata.name}</a>
    </h2>
    ${badge(standing)}
    <div class="glance">
      ${known && votersPicture(known, now)} ${quorum !== undefined && html`<p class="quorum">${quorum}</p>`}
    </div>
    <p class="why">${standing.reason !== undefined && html`<b>${standing.reason}:</b> `}${standing.message}</p>
    ${known && nextStep(known.members ?? [], now)}
  </li>`;
}

/** Whose settling delay ends next. */
function nextStep(members: readonly Member[], now: number): Content {
  const [next] = members
    .flatMap((member) => ({ id: member.id, left: timeLeft(member, now) }))
    .flatMap(({ id, left }) => (left === undefined || left <= 0 ? [] : [{ id, left }]))
    .toSorted((a, b) => a.left - b.left);
  return next && html`<p class="next">${next.id} has settled in ${inWords(next.left)}.</p>`;
}

function summary(ranked: readonly Ranked[]): Html {
  const wellness = ranked.filter(({ standing }) => ['ready', 'working', 'blocked'].includes(standing.kind)).length;
  return html`<p class="summary">
    ${wellness} of ${ranked.length} ready${ranked.length > wellness && '; the others come first'}.
  </p>`;
}

function titleOf(ranked: readonly Ranked[]): string {
  const unwell = ranked.filter(({ standing }) => ['stalled', 'notReady', 'unknown'].includes(standing.kind)).length;
  return unwell === 0 ? 'RaftClusters' : `(${unwell}) RaftClusters`;
}

function choice(namespace: string, kept: Readonly<Record<string, string>>): Html {
  return html`<form method="get" action="/">
    <label for="namespace">Namespace</label>
    <input id="namespace" name="namespace" value="${namespace}" autocomplete="off" spellcheck="false" />
    ${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button>Show</button>
    ${namespace !== '' && html`<a href="${address('/', kept)}">all namespaces</a>`}
  </form>`;
}

function pages(at: number, last: number, links: (to: number) => string): Html {
  return html`<nav aria-label="Pages">
    ${at > 1 && html`<a href="${links(at - 1)}" rel="prev">← page ${at - 1}</a>`}
    <span>page ${at} of ${last}</span>
    ${at < last && html`<a href="${links(at + 1)}" rel="next">page ${at + 1} →</a>`}
  </nav>`;
}

function nothingHere(namespace: string): Html {
  if (namespace !== '') return html`<p class="notice">No RaftCluster is in the namespace ${namespace}.</p>`;
  return html`<div class="notice">
    <p><b>There is no RaftCluster yet.</b> Nothing is watched, and nothing is removed.</p>
    <p>
      Write one that names the StatefulSets of your store, start with <code>mode: Observe</code>, and apply it:
      <code>kubectl apply -f raftcluster.yaml</code>. Samples are in <code>config/samples</code>, each step is in
      <code>docs/tutorial.md</code>.
    </p>
  </div>`;
}
