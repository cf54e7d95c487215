import { isDeepStrictEqual } from 'node:util';

import { decodeRaftCluster } from '../../../src/api/decode.ts';
import { group, plural, version } from '../../../src/api/raftcluster.ts';
import { documents } from './kubectl.ts';
import type { Kubectl } from './kubectl.ts';
import { manifest } from './manifest.ts';
import type { Change } from './manifest.ts';
import { fullStatus, longestStatus, refusedStatuses, statusOfTomorrow } from './status.ts';

interface Stored {
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string };
  readonly spec: Change;
  readonly status?: Change;
}

/** The operator's one kind of write, status with name, uid and resourceVersion and without spec, is held to its bounds. */
export async function checkStatus(kubectl: Kubectl, namespace: string): Promise<string[]> {
  const name = 'status';
  await kubectl(['create', '-n', namespace, '-f', '-'], { input: documents([manifest(name)]) });
  const path = `/apis/${group}/${version}/namespaces/${namespace}/${plural}/${name}`;
  const read = async () => JSON.parse((await kubectl(['get', '--raw', path], { input: '' })).stdout) as Stored;
  const write = async (status: Change, facts: Partial<Stored['metadata']> = {}) => {
    const { uid, resourceVersion } = (await read()).metadata;
    const { apiVersion, kind } = manifest(name);
    const input = JSON.stringify({
      apiVersion,
      kind,
      metadata: { name, namespace, uid, resourceVersion, ...facts },
      status,
    });
    return kubectl(['replace', '--raw', `${path}/status`, '-f', '-'], { input });
  };

  const created = await read();
  const wrong: string[] = [];
  for (const [what, status] of Object.entries({ fullStatus, longestStatus, statusOfTomorrow })) {
    const answer = await write(status);
    const stored = await read();
    if (!isDeepStrictEqual(stored.status, status)) wrong.push(`${what} was not stored: ${answer.stderr}`);
    if (!isDeepStrictEqual(stored.spec, created.spec))
      wrong.push(`${what} changed the spec: ${JSON.stringify(stored)}`);
    const decoded = decodeRaftCluster(stored).status;
    if (status !== statusOfTomorrow && !isDeepStrictEqual(decoded, status))
      wrong.push(`${what} was decoded as ${JSON.stringify(decoded)}`);
  }
  for (const { change, field, says } of refusedStatuses) {
    const { code, stderr } = await write({ ...fullStatus, ...change });
    const about = stderr.indexOf(`${field}: `);
    if (code === 0 || about < 0 || !stderr.includes(says, about)) {
      wrong.push(`${JSON.stringify(change).slice(0, 200)}: expected "${field}: … ${says}", got ${stderr}`);
    }
  }
  for (const facts of [{ resourceVersion: created.metadata.resourceVersion }, { uid: crypto.randomUUID() }]) {
    const { code, stderr } = await write(fullStatus, facts);
    if (code === 0 || !stderr.includes('Conflict'))
      wrong.push(`${JSON.stringify(facts)}: expected a Conflict, got ${stderr}`);
  }
  return wrong;
}
