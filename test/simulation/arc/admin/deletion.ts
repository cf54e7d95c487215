import type { ArcNode } from '../arc-node.ts';
import type { DeleteFault } from '../faults.ts';
import { forbidden } from './access.ts';
import { type Answer, hang, json, page, refusal, reset } from './answer.ts';

type Reply = (answer: Answer) => void;

/** Answers DELETE /api/v1/cluster/nodes/:id in Arc's order of checks (arc-admin-api §1.4): length, self, leader. */
export function answerDeletion(node: ArcNode, id: string, met: (fault: DeleteFault) => void, reply: Reply): void {
  if (Buffer.byteLength(id) > 256) return reply(refusal(400, 'invalid node ID'));
  if (id === node.id) return reply(refusal(400, 'cannot remove self from cluster — use graceful shutdown instead'));
  // Only a removal that would really begin can meet a fault.
  const fault = node.raft.isLeader ? node.faults.takeRemoval(id) : 'ok';
  met(fault);
  meet(fault, node, id, reply);
}

function meet(fault: DeleteFault, node: ArcNode, id: string, reply: Reply): void {
  const { delayMs } = node.faults.settings;
  const gateway = page(502, '502 Bad Gateway');
  switch (fault) {
    case 'ok':
      return remove(node, id, reply);
    case 'lie':
      return reply(removed(id));
    case 'error-after-success':
      return insteadOf(node, id, reply, refusal(500, `${tableFailed}leadership lost while committing log`));
    case 'hang':
      return reply(hang);
    case 'hang-after-success':
      return insteadOf(node, id, reply, hang);
    case 'reset-after-success':
    case 'truncated':
      return insteadOf(node, id, reply, reset);
    case 'not-admin':
      return reply(forbidden);
    case 'enqueue-timeout':
      return node.removeFromTable(id, (error) => reply(outcome(id, error)));
    case 'table-failure':
      return node.raft.change({ kind: 'removeServer', id }, () =>
        reply(refusal(500, `${tableFailed}timed out enqueuing operation`)),
      );
    case 'slow':
      return remove(node, id, (honest) => void node.runtime.after(delayMs, () => reply(honest)));
    case 'slow-before':
      return void node.runtime.after(delayMs, () => remove(node, id, reply));
    case 'not-json':
      return insteadOf(node, id, reply, page(200, 'Welcome'));
    case 'bad-gateway':
      return reply(gateway);
    case 'bad-gateway-after-success':
      return insteadOf(node, id, reply, gateway);
    case 'unavailable':
      return reply(page(503, '503 Service Temporarily Unavailable'));
    case 'step-down':
      return node.raft.transfer(() => remove(node, id, reply));
    case 'step-down-after':
      return remove(node, id, (honest) => node.raft.transfer(() => reply(honest)));
  }
}

const tableFailed = 'failed to remove node from cluster state: failed to apply command: ';

function remove(node: ArcNode, id: string, reply: Reply): void {
  node.remove(id, (error) => reply(outcome(id, error)));
}

/** A removal that fails by itself is answered truthfully. */
function insteadOf(node: ArcNode, id: string, reply: Reply, answer: Answer): void {
  node.remove(id, (error) => reply(error === null ? answer : outcome(id, error)));
}

function outcome(id: string, error: string | null): Answer {
  return error === null ? removed(id) : refusal(500, error);
}

function removed(id: string): Answer {
  return json(200, { success: true, message: 'node removed from cluster', node_id: id });
}
