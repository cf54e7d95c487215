import { parseTime } from '../ports/wall-time.ts';
import { inWords } from './duration.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** A time of a status, and how long ago it is at `now`, wall time in milliseconds. */
export function ago(time: string, now: number): Html {
  return html`<time datetime="${time}">${inWords(elapsed(time, now))} ago</time>`;
}

/** For how long something is so that began at `time`. */
export function since(time: string, now: number): Html {
  return html`<time datetime="${time}">for ${inWords(elapsed(time, now))}</time>`;
}

/** From one time of a status to another. */
export function between(from: string, to: string): string {
  return inWords(elapsed(from, parseTime(to) ?? 0));
}

function elapsed(time: string, now: number): number {
  return now - (parseTime(time) ?? now);
}
