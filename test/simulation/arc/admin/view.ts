import type { Seeded } from '../../engine/seeded.ts';
import type { ArcNode } from '../arc-node.ts';
import { type Answer, hang, json, page, reset } from './answer.ts';
import { lastContact, type RaftBlock, raftBlock, splitRaftBlock } from './raft-block.ts';
import { overview } from './reads.ts';

/** More than any client takes for a view: some 2 MB. Always the same, since nobody gets to read it. */
const tooMuch = page(200, 'x'.repeat(2_097_152));

/** Answers GET /api/v1/cluster, as the fault of the moment wants it. */
export function answerView(node: ArcNode, chance: Seeded, answer: (answer: Answer) => void): void {
  const { settings } = node.faults;
  const fault = node.faults.takeView();
  const show = (raft: RaftBlock): void => answer(json(200, overview(node, raft)));
  const now = (): RaftBlock => raftBlock(node);
  switch (fault) {
    case 'ok':
      if (settings.viewSplitMs === 0) return show(now());
      return splitRaftBlock(
        node,
        (then) => void node.runtime.after(chance.between(0, settings.viewSplitMs), then),
        show,
      );
    case 'lagging': {
      const stale = node.stale ?? now();
      return show({ ...stale, stats: { ...stale.stats, last_contact: freshContact(stale, node) } });
    }
    case 'claims-leader':
      return show(claiming(node, 0));
    case 'claims-leader-ahead':
      return show(claiming(node, 1));
    case 'names-nobody':
      return show({ ...now(), leader_id: 'arc-nobody-0' });
    case 'empty-configuration':
      return show(withConfiguration(now(), '[]'));
    case 'unknown-suffrage':
      return show(withConfiguration(now(), now().stats['latest_configuration']?.replace(/Voter|Nonvoter/, 'Witness')));
    case 'bad-configuration':
      return show(withConfiguration(now(), '[{Suffrage:Voter ID:arc'));
    case 'no-registry':
      return answer(json(200, { ...overview(node, now()), nodes: undefined }));
    case 'truncated':
      return answer(reset);
    case 'not-json':
      return answer(page(200, 'Welcome'));
    case 'bad-gateway':
      return answer(page(502, '502 Bad Gateway'));
    case 'unavailable':
      return answer(page(503, '503 Service Temporarily Unavailable'));
    case 'slow':
      return void node.runtime.after(settings.viewDelayMs, () => show(now()));
    case 'hang':
      return answer(hang);
    case 'huge':
      return answer(tooMuch);
  }
}

function freshContact(stale: RaftBlock, node: ArcNode): string {
  // A view of a leader has no contact to freshen.
  return stale.is_leader || node.raft.isLeader ? (stale.stats['last_contact'] ?? '0') : lastContact(node);
}

function claiming(node: ArcNode, ahead: number): RaftBlock {
  const block = raftBlock(node);
  const claim = { state: 'Leader', term: String(node.raft.disk.term + ahead), last_contact: '0' };
  return {
    ...block,
    is_leader: true,
    state: 'Leader',
    leader_id: node.id,
    leader_addr: node.raft.hostAddress,
    stats: { ...block.stats, ...claim },
  };
}

function withConfiguration(block: RaftBlock, text = ''): RaftBlock {
  return { ...block, stats: { ...block.stats, latest_configuration: text } };
}
