import type { Defect } from '../defect.ts';

const file = 'src/membership/clauses/clauses.ts';

/** Every clause of the rule that can be dropped by itself, in its order. */
export const clauses: readonly Defect[] = [
  {
    name: 'clause valid dropped, and its wall',
    why: 'a RaftCluster that is being deleted removes nobody any more; the reconciler does not even look at it',
    edits: [
      { file, find: "  ['valid', valid],\n", replace: '' },
      {
        file: 'src/controller/reconciler.ts',
        find: 'if (metadata.deletionTimestamp !== undefined) return whenSomethingHappens;',
        replace: '',
      },
    ],
    likely: '34c',
  },
  dropped('identity', "['identity', identity]", 'somebody whose id nobody gave a pod is removed', '25'),
  dropped('unrivalled', "['unrivalled', unrivalled]", 'two RaftClusters act on one store', '39'),
  dropped('outOfRange', "['outOfRange', outOfRange]", 'nobody says that a pod is wanted', '4'),
  dropped('unprotected', "['unprotected', unprotected]", 'the pod that bootstraps the store is removed', '13'),
  dropped('observed', "['observed', observed]", 'a pod of an older spec is still to come', '1b'),
  dropped('podGone', "['podGone', podGone]", 'nobody says that a pod is Terminating', '11a'),
  dropped('notHibernating', "['notHibernating', notHibernating]", 'a cluster that sleeps is taken apart', '10c'),
  dropped('settled', "['settled', settled]", 'who is scaled up again in a moment is removed', '41'),
  dropped('silent', "['silent', silent]", 'a process that goes on without its pod is removed', '11b'),
  dropped('leader', "['leader', led]", 'nobody says that the quorum is lost', '9'),
  {
    name: 'clause agreement dropped, and its wall',
    why: 'a configuration that is not committed may be another tomorrow; no order is made without the proof',
    edits: [
      { file, find: "  ['agreement', agreement],\n", replace: '' },
      {
        file: 'src/membership/order.ts',
        find: 'if (!leader || !committed) return undefined;',
        replace: 'if (!leader) return undefined;',
      },
      { file: 'src/membership/order.ts', find: 'String(committed.term)', replace: 'String(leader.view.term)' },
      {
        file: 'src/membership/order.ts',
        find: 'String(committed.commitIndex)',
        replace: 'String(leader.view.commitIndex)',
      },
    ],
    likely: '22d',
  },
  dropped('quorum', "['quorum', quorumKept]", 'a voter that leaves counts as one that stays', '9b'),
  dropped('notSelf', "['notSelf', notSelf]", 'the node that is asked is asked to remove its own pod', '26b'),
  dropped('minVoters', "['minVoters', minVoters]", 'fewer voters are left than a person wants', '1c'),
  dropped('backoff', "['backoff', backoff]", 'a store that does not remove is asked again and again', '15'),
  dropped('budget', "['budget', budget]", 'a wrong spec takes everything apart at once', '31'),
  dropped('alone', "['alone', alone]", 'two removals are in flight at once', '17a'),
  dropped('intent', "['intent', intent]", 'mode Observe acts', '27'),
];

function dropped(clause: string, entry: string, why: string, likely: string): Defect {
  return { name: `clause ${clause} dropped`, why, edits: [{ file, find: `  ${entry},\n`, replace: '' }], likely };
}
