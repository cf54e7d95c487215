import type { Seeded } from '../engine/seeded.ts';
import { cluster, namespace } from '../world/world.ts';
import type { World } from '../world/world.ts';
import { isAdmitted } from './admission.ts';
import { keepsQuorum } from './losses.ts';
import type { Races } from './losses.ts';

/** People and autoscalers who scale at will, and whom only the guard holds back. */
export class Scalers {
  readonly #world: World;
  readonly #races: Races;
  readonly #tell: (rule: string, message: string) => void;

  constructor(world: World, races: Races, tell: (rule: string, message: string) => void) {
    this.#world = world;
    this.#races = races;
    this.#tell = tell;
  }

  /** One scale operation; whether it was let through. */
  scale(name: string, replicas: number): boolean {
    const { kubernetes, counts, trace } = this.#world;
    const set = kubernetes.objects.get('statefulsets', namespace, name);
    const raft = kubernetes.objects.get('raftclusters', cluster.namespace, cluster.name);
    if (!set || !raft || set.spec.replicas === replicas) return true;
    const before = set.spec.replicas;
    const step = `${name} from ${before} to ${replicas}`;
    if (!isAdmitted(raft, set, replicas)) {
      counts.add('scale-down refused');
      trace.tell('user', `is refused to scale ${step}`);
      return false;
    }
    this.#judge(name, before, replicas, step);
    kubernetes.users.scale(this.#world.set(name), replicas);
    this.#races.scaled(name);
    return true;
  }

  /** Something that a person or an autoscaler does for a while. */
  drawn(random: Seeded): void {
    const { options } = this.#world;
    const name = random.pick(options.sets.map((set) => set.name));
    const size = this.#sizeOf(name);
    const wish = random.pick(['deep', 'deep', 'one less', 'flap', 'more', 'both']);
    if (wish === 'one less') this.scale(name, Math.max(size - 1, 0));
    if (wish === 'more') this.scale(name, Math.min(size + random.whole(1, 3), 9));
    if (wish === 'deep') this.#insist(name, random.whole(0, Math.max(size - 1, 0)), random);
    if (wish === 'flap') this.#flap(name, size, random);
    if (wish === 'both')
      for (const set of options.sets) this.scale(set.name, Math.max(this.#sizeOf(set.name) - random.whole(1, 2), 0));
  }

  /** Tries the same again and again, as a tool does that converges. */
  #insist(name: string, target: number, random: Seeded, times = 8): void {
    if (this.scale(name, target) || times === 0) return;
    this.#world.timeline.after(random.between(100, 5_000), () => this.#insist(name, target, random, times - 1));
  }

  #flap(name: string, size: number, random: Seeded): void {
    const step = random.whole(1, 3);
    const period = random.between(50, 8_000);
    for (let turn = 0; turn < 6; turn++)
      this.#world.timeline.after(turn * period, () =>
        this.scale(name, turn % 2 === 0 ? Math.max(size - step, 0) : size),
      );
  }

  /** G: what is let through costs no quorum, but for the races that are known. */
  #judge(name: string, before: number, after: number, step: string): void {
    if (after > before) return;
    const { counts } = this.#world;
    const sized = (replicas: number) => (set: string) => (set === name ? replicas : this.#sizeOf(set));
    const race = this.#races.at(name);
    counts.add(race === undefined ? 'scale-down allowed' : 'scale-down allowed during a race');
    if (!keepsQuorum(this.#world, sized(before)) || keepsQuorum(this.#world, sized(after))) return;
    if (race === undefined) this.#tell('G', `scaling ${step} was let through and costs the quorum`);
    else counts.add(`quorum lost by a race: ${race}`);
  }

  #sizeOf(name: string): number {
    return this.#world.kubernetes.objects.get('statefulsets', namespace, name)?.spec.replicas ?? 0;
  }
}
