import type { PodObject } from '../kubernetes/storage/objects-of.ts';
import { namespace, type World } from '../world/world.ts';

/** The pods of a story, by name, and what can happen to them. */
export class Pods {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get all(): readonly PodObject[] {
    return this.#world.kubernetes.objects.list('pods', namespace);
  }

  find(name: string): PodObject | undefined {
    return this.#world.kubernetes.objects.get('pods', namespace, name);
  }

  nodeOf(name: string): string {
    return this.find(name)?.spec.nodeName ?? '';
  }

  /** Its process is killed, and started again in place. */
  crash(name: string): void {
    this.#world.kubernetes.kubelets.crash({ namespace, name });
  }

  /** The next process of that pod does not start before `release`. */
  hold(name: string): void {
    this.#world.kubernetes.kubelets.hold({ namespace, name });
  }

  release(name: string): void {
    this.#world.kubernetes.kubelets.release({ namespace, name });
  }

  stayDown(name: string): void {
    this.hold(name);
    this.crash(name);
  }

  /** As a kubelet evicts that needs room. */
  evict(name: string): void {
    this.#world.kubernetes.kubelets.evict({ namespace, name });
  }

  freeze(name: string): void {
    this.#world.kubernetes.kubelets.freeze({ namespace, name });
  }

  thaw(name: string): void {
    this.#world.kubernetes.kubelets.thaw({ namespace, name });
  }

  delete(name: string): void {
    this.#world.kubernetes.users.deletePod({ namespace, name });
  }

  /** The object goes at once; its process goes on for so long, `Infinity`: until it is killed. */
  deleteByForce(name: string, lingers = 0): void {
    if (lingers > 0) this.#world.kubernetes.kubelets.linger({ namespace, name }, lingers);
    this.#world.kubernetes.users.forceDeletePod({ namespace, name });
  }
}
