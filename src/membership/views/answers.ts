import type { Reading } from '../evidence.ts';
import { memberIdOf } from '../identity.ts';
import type { CountedView } from './leadership.ts';
import type { Facts } from '../observation.ts';
import type { Settings } from '../settings.ts';

/** The answers of one admin round, sorted by whether they count. In the order of the pods' names, so that texts stay put. */
export interface Answers {
  /** The newest reading of each pod that still is the one that was asked. */
  readonly newest: ReadonlyMap<string, Reading>;
  /** The views that count: of a pod that still is the one that was asked, under the id that the pod should have. */
  readonly views: readonly CountedView[];
  /** Views under another id than the pod's. */
  readonly strangers: readonly CountedView[];
  /** Views of pods that are gone or were replaced since they were asked: they prove nobody alive, but may contradict. */
  readonly former: readonly CountedView[];
}

export function sortAnswers(facts: Facts, settings: Settings): Answers {
  const expected = expectedIds(facts, settings);
  const newest = new Map<string, Reading>();
  const views: CountedView[] = [];
  const strangers: CountedView[] = [];
  const former: CountedView[] = [];
  for (const reading of newestOfEachPod(facts.readings)) {
    const { pod, podUid, askedAt, answeredAt, result } = reading;
    const isCurrent = isSamePod(facts, reading);
    if (isCurrent) newest.set(pod, reading);
    if (result.kind !== 'view') continue;
    const isNamesake = expected.get(pod) === result.view.memberId;
    const group = !isCurrent ? former : isNamesake ? views : strangers;
    group.push({ pod, podUid, view: result.view, askedAt, answeredAt });
  }
  return { newest, views, strangers, former };
}

/** Pods of the spec's sets, whether they exist or not: pod name to the member id that its set's template gives it. */
export function expectedIds(facts: Pick<Facts, 'pods'>, settings: Settings): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const pod of facts.pods.keys()) {
    for (const { set, template } of settings.targets) {
      const ordinal = ordinalIn(set, pod);
      if (ordinal !== undefined) ids.set(pod, memberIdOf(template, { set, ordinal }, settings.namespace));
    }
  }
  return ids;
}

/** The ordinal of `pod` in `set`, if it is named like a pod of it. */
export function ordinalIn(set: string, pod: string): number | undefined {
  const digits = pod.startsWith(`${set}-`) ? pod.slice(set.length + 1) : '';
  return /^(?:0|[1-9]\d*)$/.test(digits) ? Number(digits) : undefined;
}

function newestOfEachPod(readings: readonly Reading[]): readonly Reading[] {
  const newest = new Map<string, Reading>();
  for (const reading of readings) {
    const known = newest.get(reading.pod);
    if (!known || reading.askedAt >= known.askedAt) newest.set(reading.pod, reading);
  }
  return [...newest.values()].toSorted((a, b) => (a.pod < b.pod ? -1 : 1));
}

function isSamePod({ pods }: Facts, { pod, podUid }: Reading): boolean {
  const found = pods.get(pod);
  return found !== undefined && found !== 'absent' && found.uid === podUid;
}
