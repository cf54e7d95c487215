import type { Objects } from '../kubernetes/storage/objects.ts';
import type { PodObject, SetObject } from '../kubernetes/storage/objects-of.ts';
import { controllerOf } from '../kubernetes/sets/pod-of-set.ts';

interface Wish {
  readonly from: number;
  readonly start: number;
  readonly replicas: number;
}

interface Presence {
  readonly uid: string;
  readonly from: number;
  to: number;
}

/** What was wanted and what existed, and when: the truth of one namespace, by names. */
export class KubeHistory {
  readonly #objects: Objects;
  /** By set; `replicas` 0 while it does not exist. */
  readonly #wishes = new Map<string, Wish[]>();
  readonly #presences = new Map<string, Presence[]>();
  /** Which set owned the pod that had an IP. */
  readonly #owners = new Map<string, string>();

  constructor(objects: Objects) {
    this.#objects = objects;
    objects.watch('statefulsets', ({ after, shown }) => this.#wish(shown.name, after?.object));
    objects.watch('pods', ({ before, after, shown }) => this.#present(shown.name, before?.object, after?.object));
    for (const set of objects.list('statefulsets')) this.#wish(set.metadata.name, set);
    for (const pod of objects.list('pods')) this.#present(pod.metadata.name, undefined, pod);
  }

  /** Whether the set wanted that ordinal at any moment from `from` to `to`. */
  wanted(set: string, ordinal: number, from: number, to: number): boolean {
    const wishes = this.#wishes.get(set) ?? [];
    return wishes.some(({ from: since, start, replicas }, index) => {
      const until = wishes[index + 1]?.from ?? Number.POSITIVE_INFINITY;
      return since <= to && until > from && ordinal >= start && ordinal < start + replicas;
    });
  }

  /** Whether a pod of that name existed, in any phase, at any moment from `from` to `to`. */
  existed(pod: string, from: number, to: number): boolean {
    return (this.#presences.get(pod) ?? []).some((presence) => presence.from <= to && presence.to >= from);
  }

  /** Since when it has been out of range and absent; undefined: it is not. */
  goneSince(set: string, ordinal: number): number | undefined {
    const { now } = this.#objects.timeline;
    const pod = `${set}-${ordinal}`;
    if (this.wanted(set, ordinal, now, now) || this.existed(pod, now, now)) return undefined;
    const unwanted = (this.#wishes.get(set) ?? []).findLast(
      (wish, index, all) =>
        ordinal >= wish.start && ordinal < wish.start + wish.replicas && all[index + 1] !== undefined,
    );
    const wishes = this.#wishes.get(set) ?? [];
    const next = unwanted && wishes[wishes.indexOf(unwanted) + 1];
    return Math.max(next?.from ?? 0, ...(this.#presences.get(pod) ?? []).map(({ to }) => to));
  }

  ownerOf(ip: string): string | undefined {
    return this.#owners.get(ip);
  }

  #wish(name: string, set: SetObject | undefined): void {
    const { now } = this.#objects.timeline;
    const wishes = this.#wishes.get(name) ?? [];
    const wish = { from: now, start: set?.spec.ordinals?.start ?? 0, replicas: set?.spec.replicas ?? 0 };
    const last = wishes.at(-1);
    if (last?.start !== wish.start || last.replicas !== wish.replicas) wishes.push(wish);
    this.#wishes.set(name, wishes);
  }

  #present(name: string, before: PodObject | undefined, after: PodObject | undefined): void {
    const { now } = this.#objects.timeline;
    const presences = this.#presences.get(name) ?? [];
    this.#presences.set(name, presences);
    if (before === undefined && after !== undefined)
      presences.push({ uid: after.metadata.uid, from: now, to: Number.POSITIVE_INFINITY });
    const last = presences.at(-1);
    if (after === undefined && last !== undefined && last.uid === before?.metadata.uid) last.to = now;
    const { podIP } = after?.status ?? {};
    const owner = after && controllerOf(after);
    if (podIP !== undefined && owner !== undefined) this.#owners.set(podIP, owner.name);
  }
}
