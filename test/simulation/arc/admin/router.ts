/** Fiber with its defaults: case-insensitive routes, one slash more at the end, nothing decoded. */
export type Route =
  | { readonly kind: FixedRoute }
  | { readonly kind: 'node' | 'removal'; readonly id: string }
  | { readonly kind: 'wrongMethod' }
  | { readonly kind: 'unknown' };

type FixedRoute = 'alive' | 'ready' | 'view' | 'nodes' | 'local' | 'health' | 'files';

const prefix = '/api/v1/cluster';
const fixed: Readonly<Record<string, FixedRoute>> = {
  '/health': 'alive',
  '/ready': 'ready',
  [prefix]: 'view',
  [`${prefix}/nodes`]: 'nodes',
  [`${prefix}/local`]: 'local',
  [`${prefix}/health`]: 'health',
  [`${prefix}/files`]: 'files',
};

export function route(method: string, pathAndQuery: string): Route {
  const path = pathOf(pathAndQuery).replace(/\/$/, '');
  const kind = fixed[path.toLowerCase()];
  if (kind !== undefined) return method === 'GET' || method === 'HEAD' ? { kind } : { kind: 'wrongMethod' };
  const nodes = `${prefix}/nodes/`;
  const id = path.slice(nodes.length);
  if (!path.toLowerCase().startsWith(nodes) || id === '' || id.includes('/')) return { kind: 'unknown' };
  if (method === 'GET' || method === 'HEAD') return { kind: 'node', id };
  return method === 'DELETE' ? { kind: 'removal', id } : { kind: 'wrongMethod' };
}

export function pathOf(pathAndQuery: string): string {
  return pathAndQuery.split('?')[0] ?? '';
}

/** What no route takes falls through to a group that wants admin. */
export function isBelowCluster(pathAndQuery: string): boolean {
  return pathOf(pathAndQuery).toLowerCase().startsWith(`${prefix}/`);
}
