import { EventEmitter, once } from 'node:events';
import type { PodKey } from './pod.ts';

/** What is to go wrong, by pod or by namespace; it holds for later pods of the same name too. */
export class Faults {
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #held = new Set<PodKey>();
  readonly #unconfirmed = new Set<PodKey>();
  readonly #ungraceful = new Set<string>();
  #nodeLost = false;

  hold(key: PodKey, on: boolean): void {
    this.#set(this.#held, key, on);
  }

  keepUnconfirmed(key: PodKey, on: boolean): void {
    this.#set(this.#unconfirmed, key, on);
  }

  endUngracefully(namespaceOrPod: string, on: boolean): void {
    this.#set(this.#ungraceful, namespaceOrPod, on);
  }

  loseNode(on: boolean): void {
    this.#nodeLost = on;
    this.#changes.emit('change');
  }

  get nodeLost(): boolean {
    return this.#nodeLost;
  }

  isHeld(key: PodKey): boolean {
    return this.#held.has(key);
  }

  endsUngracefully(key: PodKey): boolean {
    return this.#ungraceful.has(key) || this.#ungraceful.has(key.slice(0, key.indexOf('/')));
  }

  /** Resolves once the pod may start, or the signal aborts. */
  mayStart(key: PodKey, signal: AbortSignal): Promise<void> {
    return this.#until(() => !this.#held.has(key), signal);
  }

  /** Resolves once the end of the pod may be told to the API server, or the signal aborts. */
  mayConfirm(key: PodKey, signal: AbortSignal): Promise<void> {
    return this.#until(() => !this.#unconfirmed.has(key), signal);
  }

  /** Resolves once the node reaches the API server, or the signal aborts. */
  connected(signal: AbortSignal): Promise<void> {
    return this.#until(() => !this.#nodeLost, signal);
  }

  #set<T>(set: Set<T>, value: T, on: boolean): void {
    if (on) set.add(value);
    else set.delete(value);
    this.#changes.emit('change');
  }

  async #until(holds: () => boolean, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !holds()) await once(this.#changes, 'change', { signal }).catch(() => undefined);
  }
}
