import { factsOf } from '../storage/kinds.ts';
import { isRecord, mergePatch } from '../storage/merge-patch.ts';
import type { Objects } from '../storage/objects.ts';
import type { AnyObject, Draft } from '../storage/objects-of.ts';
import { Refusal } from '../storage/refusal.ts';
import type { Deletion } from '../storage/deletion.ts';
import type { Call } from './call.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Does what a call asks for; throws `Refusal` where the API server would answer with one. */
export function write(objects: Objects, call: Call): Answer {
  const { kind, name = '', namespace } = call;
  const key = { namespace: namespace ?? '', name };
  switch (call.verb) {
    case 'create':
      return answer(201, objects.create(kind, draftOf(call), call.from));
    case 'update':
      return answer(200, put(objects, call, draftOf(call)));
    case 'patch': {
      const current = objects.get(kind, key.namespace, name);
      if (current === undefined) throw Refusal.notFound(kind, name);
      const { metadata, ...rest } = toDraft(call, mergePatch(current, parse(call)));
      // A UID in a patch is ignored; a version is not.
      const { uid: _, ...said } = metadata;
      return answer(200, put(objects, call, { ...rest, metadata: said }));
    }
    case 'delete': {
      const left = objects.delete(kind, key, call.from, deletionOf(call));
      return left === undefined ? { status: 200, text: deleted(call) } : answer(200, left);
    }
    case 'get':
    case 'list':
    case 'watch':
      throw new TypeError(`${call.verb} writes nothing`);
  }
}

function put(objects: Objects, { kind, isStatus, from }: Call, draft: Draft): AnyObject {
  return isStatus && factsOf(kind).hasStatus
    ? objects.updateStatus(kind, draft, from)
    : objects.update(kind, draft, from);
}

function answer(status: number, object: AnyObject): Answer {
  return { status, text: JSON.stringify(object) };
}

function draftOf(call: Call): Draft {
  return toDraft(call, parse(call));
}

/** The path decides where it is, and what it is called. */
function toDraft({ name, namespace }: Call, value: unknown): Draft {
  const metadata = isRecord(value) ? value['metadata'] : undefined;
  if (!isRecord(value) || !isRecord(metadata)) throw new Refusal('BadRequest', 'the body is no object');
  const called = name ?? metadata['name'];
  if (typeof called !== 'string' || called === '') throw new Refusal('BadRequest', 'the object has no name');
  return { ...value, metadata: { ...metadata, ...(namespace !== undefined && { namespace }), name: called } };
}

function deletionOf(call: Call): Deletion {
  const value = (call.body ?? '') === '' ? {} : parse(call);
  if (!isRecord(value)) throw new Refusal('BadRequest', 'the body is no DeleteOptions');
  const { preconditions, ...options } = value as Deletion & { readonly preconditions?: Deletion };
  return { ...options, ...preconditions };
}

function deleted({ kind, name = '' }: Call): string {
  const details = { name, kind, group: factsOf(kind).group };
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
}

function parse({ body = '' }: Call): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal('BadRequest', 'the body is no JSON');
  }
}
