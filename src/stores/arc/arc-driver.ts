import type { ReadResult, RemovalAnswer } from '../../membership/evidence.ts';
import type { HttpRequest } from '../../ports/http.ts';
import type { AdminNode, RemovalPermission, StoreDriver } from '../driver.ts';
import { classifyPermission, classifyPermissionError } from './classify-permission.ts';
import { classifyRead, classifyReadError } from './classify-read.ts';
import { classifyRemoval, classifyRemovalError } from './classify-removal.ts';

const clusterPath = '/api/v1/cluster';
/** A node of 64 members answers with some 40 kB. */
const largestView = 1_048_576;
/** A refusal has some 100 bytes; a proxy's page a few thousand. */
const largestRefusal = 65_536;

/** Arc (Basekick-Labs/arc) from v26.05.1 on, the first release with `DELETE /api/v1/cluster/nodes/:id`. */
export function createArcDriver(): StoreDriver {
  return {
    traits: {
      independentViews: true,
      // Arc's health_check_interval as it ships. `/cluster/health` shows another one, which would cost every read a second
      // request; a cluster that beats more slowly may seem silent, and the quorum never counts whom it removes.
      heartbeatInterval: 5_000,
      // Two bounded waits of 5 s for Raft's queues, then the commit.
      longestAct: 15_000,
      // The replicated node table, and each node's registry that it feeds.
      leavesRecords: true,
    },
    read,
    mayRemove,
    remove,
  };
}

async function read(node: AdminNode): Promise<ReadResult> {
  if (!isSendable(node.token)) return { kind: 'failed', failure: 'unauthorized', message: unsendable };
  try {
    return classifyRead(await node.http.send(request(node, 'GET', clusterPath, largestView)), node.token);
  } catch (error) {
    return classifyReadError(error);
  }
}

async function mayRemove(node: AdminNode): Promise<RemovalPermission> {
  if (!isSendable(node.token)) return { kind: 'unauthorized' };
  try {
    return classifyPermission(
      await node.http.send(request(node, 'GET', `${clusterPath}/files`, largestRefusal)),
      node.token,
    );
  } catch (error) {
    return classifyPermissionError(error);
  }
}

async function remove(node: AdminNode, memberId: string, mayStillSend: () => boolean): Promise<RemovalAnswer> {
  if (!isCarriedUnchanged(memberId))
    return { kind: 'rejected', message: 'not sent: Arc cannot remove an id that a URL does not carry unchanged' };
  if (!isSendable(node.token)) return { kind: 'unauthorized' };
  try {
    const deletion = request(node, 'DELETE', `${clusterPath}/nodes/${memberId}`, largestRefusal);
    const answer = await node.http.sendNow(deletion, mayStillSend);
    if ('notSent' in answer) return { kind: 'notSent', why: answer.notSent };
    return classifyRemoval(answer, memberId, node.token);
  } catch (error) {
    return classifyRemovalError(error);
  }
}

function request(node: AdminNode, method: 'GET' | 'DELETE', path: string, maxBytes: number): HttpRequest {
  const headers = node.token === undefined ? {} : { authorization: `Bearer ${node.token}` };
  const { origin, timeout, signal } = node;
  return { method, origin, path, headers, timeout, maxBytes, ...(signal && { signal }) };
}

/**
 * Arc does not decode path parameters: an id that arrives encoded is another id, answered with success, and even a
 * node's own slips through so. Names of Kubernetes objects are of these characters and of this length.
 */
function isCarriedUnchanged(memberId: string): boolean {
  return /^[A-Za-z0-9._~-]{1,253}$/.test(memberId) && memberId !== '.' && memberId !== '..';
}

const unsendable = 'the token holds a line break or another character that no HTTP header carries; look at its Secret';

function isSendable(token: string | undefined): boolean {
  return token === undefined || /^[\x20-\x7e]+$/.test(token);
}
