import type { Exchange } from '../engine/exchange.ts';

/**
 * Says which exchanges of an operator change something outside that somebody acts on: every write of a RaftCluster, every
 * DELETE to the store, and every Lease that gets another holder. Left out are Leases that are renewed, and events: nobody
 * reads them, so a crash around one is the same as a crash after the write of which it tells.
 */
export class Effects {
  readonly #holders = new Map<string, string>();

  describe({ method, origin, path, body }: Exchange): string | undefined {
    if (method === 'GET') return undefined;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!origin.startsWith('https:')) return `${method} ${name} to the store`;
    if (/\/events(\/|$)/.test(path)) return undefined;
    if (/\/leases(\/|$)/.test(path)) return this.#newHolder(path, body);
    return `${method} ${path.replace(/^.*\/raftclusters\//, '')}`;
  }

  #newHolder(path: string, body = '{}'): string | undefined {
    const lease = (/\/leases\/(.+)$/.exec(path)?.[1] ?? '').split('?')[0] ?? '';
    const { spec } = JSON.parse(body) as { readonly spec?: { readonly holderIdentity?: string } };
    const holder = spec?.holderIdentity ?? '';
    if (this.#holders.get(lease) === holder) return undefined;
    this.#holders.set(lease, holder);
    return holder === '' ? 'the Lease is given back' : `the Lease is taken by ${holder}`;
  }
}
