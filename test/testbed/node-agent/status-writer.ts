import { setTimeout as sleep } from 'node:timers/promises';
import { KubeAnswerError } from '../kube-answer-error.ts';
import type { KubeClient } from '../kube-client.ts';
import type { Faults } from './faults.ts';
import { type Pod, podRef } from './pod.ts';

const RETRY = 250;

/** Writes one pod's status: one write at a time, always the newest, again after a failure, not while the node is lost. */
export class StatusWriter {
  readonly #kube: KubeClient;
  readonly #faults: Faults;
  readonly #pod: Pod;
  readonly #signal: AbortSignal;
  #wanted: unknown;
  #writing: Promise<void> | undefined;

  constructor(kube: KubeClient, faults: Faults, pod: Pod, signal: AbortSignal) {
    this.#kube = kube;
    this.#faults = faults;
    this.#pod = pod;
    this.#signal = signal;
  }

  set(status: unknown): void {
    this.#wanted = status;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  /** Resolves when nothing is left to write, or the signal has aborted. */
  async written(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#wanted !== undefined && !this.#signal.aborted) {
      await this.#faults.connected(this.#signal);
      const status = this.#wanted;
      this.#wanted = undefined;
      const uid = this.#pod.metadata.uid;
      try {
        await this.#kube.patch(podRef(this.#pod), { metadata: { uid }, status }, 'strategic-merge', 'status');
      } catch (error) {
        if (isGone(error)) return;
        this.#wanted ??= status;
        await sleep(RETRY, undefined, { signal: this.#signal }).catch(() => undefined);
      }
    }
  }
}

/** No such pod, or another one under its name: then the server refuses the uid. */
export function isGone(error: unknown): boolean {
  return error instanceof KubeAnswerError && [404, 409, 422].includes(error.status);
}
