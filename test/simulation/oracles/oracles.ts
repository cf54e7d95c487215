import type { World } from '../world/world.ts';
import { KubeHistory } from './kube-history.ts';
import { Looks } from './looks.ts';
import { Requests } from './requests.ts';
import { Sends } from './sends.ts';
import type { Violation } from './violation.ts';
import { Writes } from './writes.ts';

/** Watches a world from its first moment on. What it finds makes the run a failure. */
export class Oracles {
  readonly history: KubeHistory;
  readonly sends: Sends;
  readonly #world: World;
  readonly #violations: Violation[] = [];

  constructor(world: World) {
    this.#world = world;
    const tell = (rule: string, message: string): void => this.fail(rule, message);
    this.history = new KubeHistory(world.kubernetes.objects);
    this.sends = new Sends(world, this.history, new Looks(world), tell);
    void new Writes(world, tell);
    void new Requests(world, this.history, tell);
  }

  get isBroken(): boolean {
    const { defects, kubernetes } = this.#world;
    return this.#violations.length + defects.length + kubernetes.objects.defects.length > 0;
  }

  /** In the order in which they were found. */
  get violations(): readonly Violation[] {
    const { defects, now, kubernetes } = this.#world;
    const ownDefects = [...defects, ...kubernetes.objects.defects].map((message) => ({ rule: 'S0', at: now, message }));
    return [...this.#violations, ...ownDefects];
  }

  fail(rule: string, message: string): void {
    this.#violations.push({ rule, at: this.#world.now, message });
    this.#world.trace.tell('oracle', `${rule}: ${message}`);
  }
}
