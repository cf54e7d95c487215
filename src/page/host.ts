/**
 * Whether a `Host` header names this page by a name that no stranger can own: an address, `localhost`, a name without a
 * dot, or one of the cluster's own. A web site that points its own domain at this address, to have a visitor's browser
 * read the page for it (DNS rebinding), sends that domain.
 */
export function isOwnHost(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  if (/^\[[0-9a-f:.]+\]$/.test(name) || /^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return true;
  return (
    /^[-a-z0-9_]+$/.test(name) || /^[-a-z0-9_.]+\.(localhost|svc|svc\.cluster\.local|pod\.cluster\.local)$/.test(name)
  );
}
