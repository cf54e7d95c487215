import { isDeepStrictEqual } from 'node:util';

import { decodeRaftCluster } from '../../../src/api/decode.ts';
import { accepted, defaults } from './accepted.ts';
import type { Accepted } from './accepted.ts';
import { documents, objectsIn } from './kubectl.ts';
import type { Kubectl } from './kubectl.ts';
import { laidOver, manifest } from './manifest.ts';
import { refused } from './refused.ts';

/** What is wrong, a line each: every row of `refused` has to be refused with its words, in one go. */
export async function checkRefused(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const input = documents(refused.map(({ change }, index) => manifest(`refused-${index}`, change)));
  const { stdout, stderr } = await kubectl(['create', '--dry-run=server', '-n', namespace, '-f', '-'], { input });
  const answers = stderr.split('\n');
  return refused.flatMap(({ what, field, says }, index) => {
    const answer = answers.find((line) => line.includes(`"refused-${index}" is invalid: `)) ?? '';
    const about = answer.indexOf(`${field}: `);
    if (about >= 0 && answer.includes(says, about)) return [];
    return [`${what}: expected "${field}: … ${says}", got ${answer || stdout || stderr}`];
  });
}

/** The name of a RaftCluster has to fit into a label value. */
export async function checkName(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const create = (name: string) =>
    kubectl(['create', '--dry-run=server', '-n', namespace, '-f', '-'], { input: documents([manifest(name)]) });
  const [longest, tooLong] = [await create('n'.repeat(63)), await create('n'.repeat(64))];
  return [
    ...expect('63 characters', longest.code === 0, longest),
    ...expect('64 characters', tooLong.stderr.includes('metadata.name must have at most 63 characters'), tooLong),
  ];
}

/** Every row of `accepted` is stored with its defaults, read back by the operator, and the same when applied again. */
export async function checkAccepted(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const input = documents(accepted.map(({ change }, index) => manifest(`accepted-${index}`, change)));
  const apply = () => kubectl(['apply', '-n', namespace, '-f', '-'], { input });
  const first = await apply();
  await apply();
  const stored = await kubectl(['get', 'raft', '-n', namespace, '-o', 'yaml'], { input: '' });
  const [list] = objectsIn(stored.stdout) as [
    { items: { metadata: { name: string; generation: number }; spec: unknown }[] },
  ];
  return accepted.flatMap((row, index) => {
    const object = list.items.find(({ metadata }) => metadata.name === `accepted-${index}`);
    if (!object) return [`${row.what}: not stored, ${first.stderr}`];
    const { generation } = object.metadata;
    return [
      differences(`${row.what}: stored`, object.spec, storedSpec(row)),
      differences(`${row.what}: decoded`, decodeRaftCluster(object).spec, object.spec),
      expect(`${row.what}: applied again, it is the same`, generation === 1, generation),
    ].flat();
  });
}

/** kubectl refuses a field that does not exist; whoever asks for less gets a warning, or none, and the field is dropped. */
export async function checkUnknownFields(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const input = documents([manifest('unknown', { removal: { dealy: '30s' } })]);
  const create = (validate: string) =>
    kubectl(['create', '--dry-run=server', `--validate=${validate}`, '-n', namespace, '-o', 'yaml', '-f', '-'], {
      input,
    });
  const complaint = 'unknown field "spec.removal.dealy"';
  const [byDefault, warned, ignored] = [await create('true'), await create('warn'), await create('ignore')];
  return [
    ...expect('by default it is refused', byDefault.code !== 0 && byDefault.stderr.includes(complaint), byDefault),
    ...expect('warn warns and drops it', droppedIt(warned) && warned.stderr.includes(complaint), warned),
    ...expect('ignore drops it', droppedIt(ignored) && ignored.stderr === '', ignored),
  ];
}

function droppedIt({ stdout }: { readonly stdout: string }): boolean {
  return stdout.includes('delay: 60s') && !stdout.includes('dealy');
}

function storedSpec({ change, adds = {} }: Accepted): unknown {
  return laidOver(laidOver(defaults, manifest('', change).spec), adds);
}

function differences(what: string, actual: unknown, expected: unknown): string[] {
  if (isDeepStrictEqual(actual, expected)) return [];
  return [`${what} ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
}

function expect(what: string, holds: boolean, got: unknown): string[] {
  return holds ? [] : [`${what}: got ${JSON.stringify(got)}`];
}
