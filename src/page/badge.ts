import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Standing } from './standing.ts';

const words: Readonly<Record<Standing['kind'], string>> = {
  stalled: '✕ Stalled',
  notReady: '✕ Not ready',
  unknown: '? Unknown',
  new: '… New',
  blocked: '! Ready, removal blocked',
  working: '✓ Ready, at work',
  suspended: '‖ Suspended',
  ready: '✓ Ready',
};

/** How a RaftCluster is, in a word with a sign before it: its colour only repeats that. */
export function badge({ kind }: Pick<Standing, 'kind'>): Html {
  return html`<span class="badge ${kind}">${words[kind]}</span>`;
}
