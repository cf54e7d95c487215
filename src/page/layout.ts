import { formatTime } from '../ports/wall-time.ts';
import { html } from './html.ts';
import type { Content, Html } from './html.ts';
import type { Source } from './source.ts';

/** Seconds between two loads of a page by itself. */
const reloadEvery = 5;

export interface Page {
  readonly title: string;
  readonly content: Content;
  /** Its own address, without `reload`. */
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** False: it does not load itself again, which a screen reader or a slow reader may prefer. */
  readonly reloads: boolean;
}

/** A whole document: who says it, when, and what `content` says. */
export function layout({ title, content, path, parameters = {}, reloads }: Page, source: Source): Html {
  const time = formatTime(source.now());
  const other = address(path, { ...parameters, ...(reloads && { reload: 'off' }) });
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${reloads && html`<meta http-equiv="refresh" content="${reloadEvery}" />`}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <p><a href="${address('/', reloads ? {} : { reload: 'off' })}">RaftClusters</a></p>
          <p class="who">${role(source)}</p>
          <p class="when">
            As of <time datetime="${time}">${time.slice(11, 19)} UTC</time>,
            ${reloads ? html`again every ${reloadEvery} s.` : 'standing still.'}
            <a href="${other}">${reloads ? 'Stop' : 'Go on'}</a>
          </p>
        </header>
        <main>${incomplete(source)} ${content}</main>
      </body>
    </html>`;
}

/** `/?namespace=a&page=2` */
export function address(path: string, parameters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(parameters).toString();
  return query === '' ? path : `${path}?${query}`;
}

function role({ isLeading, replica }: Source): Html {
  return isLeading()
    ? html`<b>${replica}</b> leads: it acts.`
    : html`<b>${replica}</b> is a standby: it shows what the leading replica wrote, and acts on nothing.`;
}

function incomplete({ unready }: Source): Html | undefined {
  const reasons = unready();
  if (reasons.length === 0) return undefined;
  return html`<p class="notice" role="status">
    <b>This may be out of date or not all there is.</b> ${reasons.map((reason) => html`${reason}. `)}
  </p>`;
}
