import { clusterPage } from './cluster-page.ts';
import { isOwnHost } from './host.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { listPage } from './list-page.ts';
import type { Source } from './source.ts';
import { icon, stylesheet } from './stylesheet.ts';

interface Asked {
  /** What follows the `?`. */
  readonly query: string;
  /** The `Host` header. */
  readonly host: string;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Nothing but this page's own style and icon may be loaded: no script, no frame, no other origin. */
const safety = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * Answers what the status page is asked: `/`, `/NAMESPACE/NAME`, their style and icon. It only reads `source`. There is no
 * script on it: a browser loads it again by itself every few seconds.
 */
export function statusPage(source: Source): (path: string, asked: Asked) => Answer {
  return (path, { query, host }) => {
    if (!isOwnHost(host))
      return answer(421, 'text/plain', 'ask by address, as localhost, or by a name of the cluster\n');
    if (path === '/style.css') return answer(200, 'text/css', stylesheet);
    if (path === '/icon.svg') return answer(200, 'image/svg+xml', icon);
    const parameters = new URLSearchParams(query);
    const reloads = parameters.get('reload') !== 'off';
    if (path === '/') {
      const page = Math.max(1, Math.trunc(Number(parameters.get('page'))) || 1);
      return answer(
        200,
        'text/html',
        listPage(source, { namespace: parameters.get('namespace')?.trim() ?? '', page, reloads }),
      );
    }
    const [, namespace, name] = /^\/([-.a-z0-9]+)\/([-.a-z0-9]+)$/.exec(path) ?? [];
    if (namespace === undefined || name === undefined) return answer(404, 'text/html', notFound(source));
    const cluster = source.cluster(namespace, name);
    return cluster === undefined
      ? answer(404, 'text/html', notFound(source, `${namespace}/${name}`))
      : answer(200, 'text/html', clusterPage(cluster, source, reloads));
  };
}

function answer(status: number, type: string, text: string): Answer {
  return { status, text, headers: { ...safety, 'content-type': `${type}; charset=utf-8` } };
}

function notFound(source: Source, cluster?: string): string {
  const what = cluster === undefined ? 'Nothing is here.' : `There is no RaftCluster ${cluster}, or not any more.`;
  const content = html`<h1>Not found</h1>
    <p>${what} <a href="/">All RaftClusters</a></p>`;
  return layout({ title: 'Not found', content, path: '/', reloads: false }, source).text;
}
