import type { Member } from './evidence.ts';
import { podName } from './observation.ts';
import type { Settings } from './settings.ts';

/** A place that a StatefulSet may fill: W and o of the rule. */
export interface Place {
  readonly set: string;
  readonly ordinal: number;
}

const largestOrdinal = 2 ** 31 - 1;

/** The member id that `template` gives the pod of `place`. */
export function memberIdOf(template: string, place: Place, namespace: string): string {
  return template
    .replaceAll('{pod}', podName(place.set, place.ordinal))
    .replaceAll('{statefulSet}', place.set)
    .replaceAll('{ordinal}', String(place.ordinal))
    .replaceAll('{namespace}', namespace);
}

/** The places of the spec's sets to which `id` maps, by exact comparison with the ids that the templates give. */
export function placesOf(id: string, settings: Settings): readonly Place[] {
  const known = placesKnown.get(settings) ?? new Map<string, readonly Place[]>();
  placesKnown.set(settings, known);
  const before = known.get(id);
  if (before !== undefined) return before;
  const found = readId(id, settings);
  if (known.size === mostKnown) known.clear();
  known.set(id, found);
  return found;
}

/** Every round asks the same few ids, many times over. */
const placesKnown = new WeakMap<Settings, Map<string, readonly Place[]>>();
const mostKnown = 1000;

function readId(id: string, settings: Settings): readonly Place[] {
  return settings.targets.flatMap((target) => readTemplate(target.template, id, settings.namespace, target.set) ?? []);
}

/** The only place to which `id` maps, if it is one. */
export function placeOf(id: string, settings: Settings): Place | undefined {
  const places = placesOf(id, settings);
  return places.length === 1 ? places[0] : undefined;
}

/**
 * The places that a decommissioned `id` may name: those of the spec's sets; if there is none, those that the templates
 * give when they are read without regard to their own set, which may be outside the spec and need not exist.
 */
export function namedPlaces(id: string, settings: Settings): readonly Place[] {
  const own = placesOf(id, settings);
  if (own.length > 0) return own;
  const anywhere = settings.targets.flatMap(({ template }) => readTemplate(template, id, settings.namespace) ?? []);
  return [...new Map(anywhere.map((place) => [podName(place.set, place.ordinal), place])).values()];
}

/** What `template` must have been given to yield `id`; of `set` alone, where one is named. */
function readTemplate(template: string, id: string, namespace: string, set?: string): Place | undefined {
  const found = readerOf(template, namespace, set).exec(id)?.groups;
  const name = set ?? found?.['set'];
  if (found === undefined || name === undefined) return undefined;
  const place = { set: name, ordinal: Number(found['ordinal']) };
  const isExact = place.ordinal <= largestOrdinal && memberIdOf(template, place, namespace) === id;
  return isExact ? place : undefined;
}

/** Every id of every round is read with the few templates that there are: their patterns are made once. */
const readers = new Map<string, RegExp>();
const mostReaders = 10_000;

function readerOf(template: string, namespace: string, set?: string): RegExp {
  const key = `${template} ${namespace} ${set ?? ''}`;
  const known = readers.get(key);
  if (known !== undefined) return known;
  const reader = new RegExp(patternOf(template, namespace, set));
  if (readers.size === mostReaders) readers.clear();
  readers.set(key, reader);
  return reader;
}

/** A placeholder that appears again must stand for the same text. */
function patternOf(template: string, namespace: string, set?: string): string {
  const parts = template.replaceAll('{pod}', '{statefulSet}-{ordinal}').split(/(\{[a-zA-Z]+\})/);
  const body = parts.map((part, index) => {
    const isRepeated = parts.indexOf(part) < index;
    switch (part) {
      case '{statefulSet}':
        if (set !== undefined) return RegExp.escape(set);
        return isRepeated ? '\\k<set>' : '(?<set>[a-z0-9][-a-z0-9]{0,51})';
      case '{ordinal}':
        return isRepeated ? '\\k<ordinal>' : '(?<ordinal>0|[1-9][0-9]{0,9})';
      case '{namespace}':
        return RegExp.escape(namespace);
      default:
        return RegExp.escape(part);
    }
  });
  return `^${body.join('')}$`;
}

/** The pod of the spec's sets that a member's address names by its first DNS label, if it names one. */
export function podInAddress(member: Pick<Member, 'address'>, settings: Settings): string | undefined {
  const label = /^[^.:/[\]]+/.exec(member.address)?.[0] ?? '';
  const set = /^(.+)-(?:0|[1-9]\d*)$/.exec(label)?.[1];
  return set !== undefined && settings.targets.some((target) => target.set === set) ? label : undefined;
}
