import { isDeepStrictEqual } from 'node:util';
import { unwrittenStatus } from '../../../../src/api/raftcluster.ts';
import { formatTime } from '../../../../src/ports/wall-time.ts';
import { epoch } from '../../engine/process.ts';
import type { Seeded } from '../../engine/seeded.ts';
import type { Timeline } from '../../engine/timeline.ts';
import { admit, admitStatus } from './admission.ts';
import { checkPreconditions, type Deletion, fateOf, isGone } from './deletion.ts';
import { apiVersionOf, factsOf, type Kind, kindNames } from './kinds.ts';
import type { AnyObject, Draft, Metadata, ObjectOf } from './objects-of.ts';
import { Refusal } from './refusal.ts';
import { type Change, keyOf, Stored } from './stored.ts';

/** Which object; '' is the namespace of what has none. */
export interface Key {
  readonly namespace: string;
  readonly name: string;
}

type Listener = (change: Change) => void;

/**
 * The storage behind all API servers of a run, and the direct way to it for models and oracles: always up to date, with
 * one counter for all resource versions. Every write names its actor; what the API server would refuse throws `Refusal`.
 */
export class Objects {
  readonly timeline: Timeline;
  /** What no client of a correct operator does: a status that the CRD refuses, or drops parts of. */
  readonly defects: string[] = [];
  readonly #random: Seeded;
  readonly #tables = new Map<Kind, Map<string, Stored>>(kindNames.map((kind) => [kind, new Map()]));
  readonly #watchers = new Map<Kind, Set<Listener>>(kindNames.map((kind) => [kind, new Set()]));
  readonly #listeners: Listener[] = [];
  readonly #untold: Change[] = [];
  #isTelling = false;
  #revision = 1;

  constructor(timeline: Timeline, random: Seeded) {
    this.timeline = timeline;
    this.#random = random.fork('objects');
  }

  /** The resource version of the newest write to anything. */
  get revision(): number {
    return this.#revision;
  }

  get<K extends Kind>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined {
    return this.stored(kind, namespace, name)?.object;
  }

  stored<K extends Kind>(kind: K, namespace: string, name: string): Stored<K> | undefined {
    return this.#table(kind).get(keyOf(namespace, name));
  }

  /** In the order of their keys. */
  list<K extends Kind>(kind: K, namespace?: string): readonly ObjectOf<K>[] {
    return this.all(kind).flatMap((stored) =>
      namespace === undefined || stored.namespace === namespace ? [stored.object] : [],
    );
  }

  all<K extends Kind>(kind: K): readonly Stored<K>[] {
    return inOrder(this.#table(kind));
  }

  create<K extends Kind>(kind: K, draft: Draft, actor: string): ObjectOf<K> {
    const { name, namespace, labels, annotations, ownerReferences, finalizers } = draft.metadata;
    if (this.stored(kind, namespace ?? '', name) !== undefined)
      throw Refusal.of('AlreadyExists', kind, name, 'already exists');
    const { status: given, ...fields } = admit(kind, draft, undefined);
    // The status of a new custom resource is dropped: only the subresource writes it. Then comes the CRD's default.
    const status = kind === 'raftclusters' ? unwrittenStatus : given;
    const metadata = {
      ...defined({ namespace, labels, annotations, ownerReferences, finalizers }),
      name,
      uid: this.#random.uuid(),
      resourceVersion: '',
      ...(factsOf(kind).counts && { generation: 1 }),
      creationTimestamp: this.#time(),
    };
    return this.#commit(kind, undefined, { ...fields, ...defined({ status }) }, metadata, actor);
  }

  /** Replaces all but the status. A `resourceVersion` or `uid` in the draft must be the current one. */
  update<K extends Kind>(kind: K, draft: Draft, actor: string): ObjectOf<K> {
    const before = this.#current(kind, draft);
    const { status: given, ...fields } = admit(kind, draft, before.object);
    const status = factsOf(kind).hasStatus ? before.object.status : given;
    const { labels, annotations, ownerReferences, finalizers } = draft.metadata;
    const editable = defined({ labels, annotations, ownerReferences, finalizers });
    return this.#commit(kind, before, { ...fields, ...defined({ status }) }, { ...fixed(before), ...editable }, actor);
  }

  /** Replaces the status and nothing else, on the same terms as `update`. */
  updateStatus<K extends Kind>(kind: K, draft: Draft, actor: string): ObjectOf<K> {
    const before = this.#current(kind, draft);
    const { status: _, metadata, ...fields } = before.object;
    const { status } = this.#admitStatus(kind, draft, actor);
    return this.#commit(kind, before, { ...fields, ...defined({ status }) }, metadata, actor);
  }

  /** Read, edit and write of the newest state, all parts at once: the way of the models. Undefined: there is none. */
  change<K extends Kind>(
    kind: K,
    { namespace, name }: Key,
    actor: string,
    edit: (object: ObjectOf<K>) => object,
  ): ObjectOf<K> | undefined {
    const before = this.stored(kind, namespace, name);
    if (before === undefined) return undefined;
    // What an edit returns is checked below, as a draft is.
    const draft = edit(before.object) as AnyObject & Draft;
    const { status: given, ...fields } = admit(kind, draft, before.object);
    const status = isDeepStrictEqual(given, before.object.status)
      ? given
      : this.#admitStatus(kind, { ...draft, status: given }, actor).status;
    return this.#commit(kind, before, { ...fields, ...defined({ status }) }, draft.metadata, actor);
  }

  /** As the API server deletes: at once, or by marking it for its kubelet or finalizers. Answers what is left of it. */
  delete<K extends Kind>(
    kind: K,
    { namespace, name }: Key,
    actor: string,
    deletion: Deletion = {},
  ): ObjectOf<K> | undefined {
    const before = this.stored(kind, namespace, name);
    if (before === undefined) throw Refusal.notFound(kind, name);
    checkPreconditions(kind, before.object.metadata, deletion);
    const fate = fateOf(before.object, deletion);
    if (fate === 'gone') {
      this.#remove(kind, this.#marked(kind, before, actor), actor);
      return undefined;
    }
    const { metadata, ...fields } = before.object;
    const isNew = metadata.deletionTimestamp === undefined;
    const generation = isNew && metadata.generation !== undefined ? { generation: metadata.generation + 1 } : {};
    const marked = { ...metadata, ...generation, ...fate.marks, deletionTimestamp: this.#time(fate.grace) };
    return this.#commit(kind, before, fields, marked, actor);
  }

  /** Tells of every write of a kind, in order, once it is done. Answers how to stop it. */
  watch<K extends Kind>(kind: K, listener: (change: Change<K>) => void): () => void {
    const watchers = this.#watchers.get(kind);
    watchers?.add(listener as unknown as Listener);
    return () => void watchers?.delete(listener as unknown as Listener);
  }

  /** Tells of every write of anything, before any watch does: for oracles and traces. */
  onWrite(listener: Listener): void {
    this.#listeners.push(listener);
  }

  #current<K extends Kind>(kind: K, { metadata }: Draft): Stored<K> {
    const { name, namespace = '', uid, resourceVersion } = metadata;
    const before = this.stored(kind, namespace, name);
    if (before === undefined && kind === 'leases' && uid !== undefined)
      throw Refusal.conflict(kind, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: `);
    if (before === undefined) throw Refusal.notFound(kind, name);
    if (factsOf(kind).conditional && (resourceVersion ?? '') === '')
      throw Refusal.of('Invalid', kind, name, 'is invalid: metadata.resourceVersion: must be specified for an update');
    checkPreconditions(kind, before.object.metadata, metadata);
    return before;
  }

  #admitStatus(kind: Kind, { metadata, status }: Draft, actor: string): { readonly status: unknown } {
    try {
      const admitted = admitStatus(kind, metadata.name, status);
      if (admitted.pruned)
        this.defects.push(`${actor} wrote a status of which the CRD drops a part: ${JSON.stringify(status)}`);
      return admitted;
    } catch (refusal) {
      this.defects.push(`${actor} wrote a status that the CRD refuses: ${String(refusal)}`);
      throw refusal;
    }
  }

  #commit<K extends Kind>(
    kind: K,
    before: Stored<K> | undefined,
    fields: object,
    metadata: Metadata,
    actor: string,
  ): ObjectOf<K> {
    const common = { apiVersion: apiVersionOf(kind), kind: factsOf(kind).kind };
    const same = { ...fields, ...common, metadata } as ObjectOf<K>;
    // A write that changes nothing is none.
    if (before !== undefined && isDeepStrictEqual(same, before.object)) return before.object;
    const generation = newGeneration(before?.object, same);
    const resourceVersion = String(++this.#revision);
    const object = { ...same, metadata: { ...metadata, resourceVersion, ...defined({ generation }) } };
    const after = new Stored<K>(object, this.#revision);
    if (isGone(object)) {
      if (before !== undefined) this.#remove(kind, before, actor);
      return object;
    }
    this.#table(kind).set(after.key, after);
    this.#tell({ kind, revision: this.#revision, at: this.timeline.now, actor, before, after, shown: after });
    return object;
  }

  /** A pod is marked before it is removed, even by force: two writes in one moment, and a watch shows both. */
  #marked<K extends Kind>(kind: K, before: Stored<K>, actor: string): Stored<K> {
    const { metadata, ...fields } = before.object;
    if (kind !== 'pods' || metadata.deletionGracePeriodSeconds === 0) return before;
    const deletionTimestamp = metadata.deletionTimestamp ?? this.#time();
    const resourceVersion = String(++this.#revision);
    const marks = { resourceVersion, deletionTimestamp, deletionGracePeriodSeconds: 0 };
    const after = new Stored<K>({ ...fields, metadata: { ...metadata, ...marks } } as ObjectOf<K>, this.#revision);
    this.#table(kind).set(after.key, after);
    this.#tell({ kind, revision: this.#revision, at: this.timeline.now, actor, before, after, shown: after });
    return after;
  }

  #remove<K extends Kind>(kind: K, before: Stored<K>, actor: string): void {
    const revision = ++this.#revision;
    const metadata = { ...before.object.metadata, resourceVersion: String(revision) };
    const shown = new Stored<K>({ ...before.object, metadata }, revision);
    this.#table(kind).delete(before.key);
    this.#tell({ kind, revision, at: this.timeline.now, actor, before, after: undefined, shown });
  }

  /** One change after the other, also when a listener writes. */
  #tell<K extends Kind>(change: Change<K>): void {
    this.#untold.push(change);
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) {
      for (const listener of this.#listeners) listener(next);
      for (const listener of this.#watchers.get(next.kind) ?? []) listener(next);
    }
    this.#isTelling = false;
  }

  #table<K extends Kind>(kind: K): Map<string, Stored<K>> {
    // One table holds one kind: `create` puts nothing else there.
    return this.#tables.get(kind) as unknown as Map<string, Stored<K>>;
  }

  #time(seconds = 0): string {
    return formatTime(epoch + this.timeline.now + seconds * 1000);
  }
}

/** By key, as etcd lists them. */
export function inOrder<K extends Kind>(table: ReadonlyMap<string, Stored<K>>): readonly Stored<K>[] {
  return [...table].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, stored]) => stored);
}

function newGeneration(before: AnyObject | undefined, now: AnyObject): number | undefined {
  const { generation } = now.metadata;
  if (generation === undefined || before === undefined || isDeepStrictEqual(before.spec, now.spec)) return generation;
  return generation + 1;
}

/** The metadata that no client changes. */
function fixed({ object }: Stored): Metadata {
  const { labels: _, annotations: __, ownerReferences: ___, finalizers: ____, ...rest } = object.metadata;
  return rest;
}

function defined<T extends object>(fields: T): { readonly [N in keyof T]?: Exclude<T[N], undefined> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { readonly [N in keyof T]?: Exclude<T[N], undefined> };
}
