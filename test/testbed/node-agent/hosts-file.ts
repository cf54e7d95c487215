import { renameSync, writeFileSync } from 'node:fs';
import type { Pod } from './pod.ts';

/**
 * What the cluster's DNS would answer for pods of headless Services, as a file in the format of `/etc/hosts`. Names
 * exist as long as their pod, Ready or not (`publishNotReadyAddresses`).
 */
export class HostsFile {
  readonly path: string;
  readonly #lines = new Map<string, string>();

  constructor(path: string) {
    this.path = path;
    this.#write();
  }

  add(pod: Pod, address: string): void {
    const names = namesOf(pod);
    if (names.length === 0) return;
    this.#lines.set(pod.metadata.uid ?? '', hostsLine(address, names));
    this.#write();
  }

  remove(pod: Pod): void {
    if (this.#lines.delete(pod.metadata.uid ?? '')) this.#write();
  }

  /** Readers see the old file or the new one. */
  #write(): void {
    const aside = `${this.path}.new`;
    writeFileSync(aside, [...this.#lines.values()].join(''));
    renameSync(aside, this.path);
  }
}

/** From the full name to the shortest that works in another namespace; none for a pod without a subdomain. */
function namesOf(pod: Pod): readonly string[] {
  const { hostname, subdomain } = pod.spec;
  if (subdomain === undefined) return [];
  const short = `${hostname ?? pod.metadata.name}.${subdomain}.${pod.metadata.namespace ?? 'default'}`;
  return [`${short}.svc.cluster.local`, `${short}.svc`, short];
}

function hostsLine(address: string, names: readonly string[]): string {
  return `${address}\t${names.join(' ')}\n`;
}
