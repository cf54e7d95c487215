import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Plight } from './plight.ts';
import type { Member } from './source.ts';

/** Of a glyph's own square, in SVG units. */
export const size = 32;

/** Who votes is a circle, who does not a square, who belongs to no StatefulSet of the spec a diamond. */
const shapes = {
  voter: html`<circle cx="16" cy="16" r="13" />`,
  nonvoter: html`<rect x="4" y="4" width="24" height="24" rx="2" />`,
  unmanaged: html`<path d="M16 1 31 16 16 31 1 16Z" />`,
};

export type Shape = keyof typeof shapes;

/** Full shapes are live, hollow ones are not. */
const marks: Readonly<Record<Plight, Html>> = {
  leader: html`<path class="m" d="m16 7 2.7 5.9 6.4.7-4.8 4.3 1.4 6.3-5.7-3.2-5.7 3.2 1.4-6.3-4.8-4.3 6.4-.7z" />`,
  live: html`<path class="s" d="m10 16.5 4 4.5 8-9.5" />`,
  doubtful: html`<path class="s" d="M16 8.5v9m0 4.5v.5" />`,
  dead: html`<path class="s" d="m11 11 10 10m0-10L11 21" />`,
  unknown: html`<path class="s" d="M12 12.5a4 4 0 1 1 5.5 3.8q-1.5.7-1.5 2.2m0 4v.5" />`,
  waiting: html`<path class="s" d="M16 9.5V16l4.5 3" />`,
  blocked: html`<path class="s" d="M16 8.5v9m0 4.5v.5" />`,
  removing: html`<path class="s" d="M9.5 16h13" />`,
};

/** To be put into an SVG. `left`: what is left of a settling delay, from 0 to 1. */
export function glyph(shape: Shape, plight: Plight, left?: number): Html {
  if (left === undefined) return html`<g class="${plight}">${shapes[shape]}${marks[plight]}</g>`;
  const part = Math.round(Math.min(1, Math.max(0, left)) * 100);
  const arc = html`<circle
    class="t"
    cx="16"
    cy="16"
    r="13"
    pathLength="100"
    stroke-dasharray="${part} 100"
    transform="rotate(-90 16 16)"
  />`;
  return html`<g class="${plight}">${shapes[shape]}${arc}${marks[plight]}</g>`;
}

export function shapeOf({ suffrage, verdict }: Pick<Member, 'suffrage' | 'verdict'>): Shape {
  if (verdict === 'Unmanaged') return 'unmanaged';
  return suffrage === 'Voter' ? 'voter' : 'nonvoter';
}
