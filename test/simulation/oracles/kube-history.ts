import type { Objects } from '../kubernetes/storage/objects.ts';
import type { PodObject, SetObject } from '../kubernetes/storage/objects-of.ts';
import { controllerOf } from '../kubernetes/sets/pod-of-set.ts';

interface Wish {
  readonly from: number;
  readonly start: number;
  readonly replicas: number;
  /** Its controller has seen the newest spec. */
  readonly isObserved: boolean;
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
    return this.#during(set, from, to).some(({ start, replicas }) => ordinal >= start && ordinal < start + replicas);
  }

  /** Whether the set wanted not one pod at any moment from `from` to `to`. */
  hibernated(set: string, from: number, to: number): boolean {
    return this.#during(set, from, to).every(({ replicas }) => replicas === 0);
  }

  /** Whether its controller had not seen the newest spec, whichever that was, at any moment from `from` to `to`. */
  unobserved(set: string, from: number, to: number): boolean {
    const wishes = this.#during(set, from, to);
    return wishes.length > 0 && wishes.every(({ isObserved }) => !isObserved);
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

  #during(set: string, from: number, to: number): readonly Wish[] {
    const wishes = this.#wishes.get(set) ?? [];
    return wishes.filter(
      ({ from: since }, index) => since <= to && (wishes[index + 1]?.from ?? Number.POSITIVE_INFINITY) > from,
    );
  }

  #wish(name: string, set: SetObject | undefined): void {
    const { now } = this.#objects.timeline;
    const wishes = this.#wishes.get(name) ?? [];
    const isObserved = (set?.status.observedGeneration ?? 0) >= (set?.metadata.generation ?? 0);
    const wish = { from: now, start: set?.spec.ordinals?.start ?? 0, replicas: set?.spec.replicas ?? 0, isObserved };
    const last = wishes.at(-1);
    const isSame = last?.start === wish.start && last.replicas === wish.replicas && last.isObserved === isObserved;
    if (!isSame) wishes.push(wish);
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
