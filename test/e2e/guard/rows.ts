import type { Situation } from './situation.ts';
import { jsonPatch, label, mergePatch, replace, restart, scale, scaleSubresource } from './ways.ts';
import { serverSideApply, strategicPatch } from './ways.ts';
import type { Way } from './ways.ts';

/** What somebody asks for in a situation, and what becomes of it. */
export interface Row {
  readonly what: string;
  readonly given?: Situation;
  readonly asks: Way;
  readonly answer: 'allowed' | 'warned' | 'refused';
  /** In what the person reads. */
  readonly says?: string;
}

/** Five voters, the floor is 3. */
const ways: readonly Row[] = [
  { what: 'kubectl scale to 2', asks: scale(2), answer: 'refused', says: 'arc from 5 to 2 can cost' },
  { what: 'kubectl scale to 0', asks: scale(0), answer: 'refused', says: 'from 5 to 0' },
  { what: 'the scale subresource to 2', asks: scaleSubresource(2), answer: 'refused', says: 'from 5 to 2' },
  { what: 'the scale subresource to 0', asks: scaleSubresource(0), answer: 'refused', says: 'from 5 to 0' },
  { what: 'a merge patch to 2', asks: mergePatch({ replicas: 2 }), answer: 'refused', says: 'safe value now is 3' },
  { what: 'a merge patch to 0', asks: mergePatch({ replicas: 0 }), answer: 'refused', says: 'from 5 to 0' },
  { what: 'a strategic merge patch to 2', asks: strategicPatch({ replicas: 2 }), answer: 'refused' },
  { what: 'a JSON patch to 2', asks: jsonPatch(2), answer: 'refused', says: 'from 5 to 2' },
  { what: 'kubectl replace with 2', asks: replace(2), answer: 'refused', says: 'from 5 to 2' },
  { what: 'kubectl replace without replicas', asks: replace(undefined), answer: 'refused', says: 'from 5 to 1' },
  { what: 'server-side apply of 2', asks: serverSideApply(2), answer: 'refused', says: 'from 5 to 2' },
  {
    what: 'server-side apply that gives the field up',
    asks: serverSideApply(undefined),
    answer: 'refused',
    says: 'to 1',
  },
];

const harmless: readonly Row[] = [
  { what: 'kubectl scale to the floor', asks: scale(3), answer: 'allowed' },
  { what: 'a merge patch to the floor', asks: mergePatch({ replicas: 3 }), answer: 'allowed' },
  { what: 'kubectl scale up', asks: scale(7), answer: 'allowed' },
  { what: 'kubectl scale to the same', asks: scale(5), answer: 'allowed' },
  { what: 'kubectl rollout restart', given: { floor: 5 }, asks: restart, answer: 'allowed' },
  { what: 'a label', given: { status: 'none' }, asks: label, answer: 'allowed' },
  { what: 'scaling up without a status', given: { status: 'none' }, asks: scale(6), answer: 'allowed' },
  { what: 'a set without voters to 0', given: { floor: 0, live: 0, voters: 3 }, asks: scale(0), answer: 'allowed' },
];

const modes: readonly Row[] = [
  { what: 'Off: scale to 2', given: { mode: 'Off' }, asks: scale(2), answer: 'allowed' },
  {
    what: 'Off: no status',
    given: { mode: 'Off', status: 'none' },
    asks: mergePatch({ replicas: 0 }),
    answer: 'allowed',
  },
  { what: 'Warn: scale to 2', given: { mode: 'Warn' }, asks: scale(2), answer: 'warned', says: 'safe value now is 3' },
  { what: 'Warn: scale to 0', given: { mode: 'Warn' }, asks: scale(0), answer: 'warned', says: 'from 5 to 0' },
  { what: 'Warn: merge patch', given: { mode: 'Warn' }, asks: mergePatch({ replicas: 1 }), answer: 'warned' },
  {
    what: 'Warn: no status',
    given: { mode: 'Warn', status: 'none' },
    asks: scale(4),
    answer: 'warned',
    says: 'not known',
  },
  { what: 'Warn: to the floor', given: { mode: 'Warn' }, asks: scale(3), answer: 'allowed' },
];

const statuses: readonly Row[] = [
  {
    what: 'no status',
    given: { status: 'none' },
    asks: scale(4),
    answer: 'refused',
    says: 'has not reported on it yet',
  },
  { what: 'no row', given: { status: 'no row' }, asks: scale(4), answer: 'refused', says: 'no row for this' },
  {
    what: 'a floor as high as the set',
    given: { floor: 5 },
    asks: scale(4),
    answer: 'refused',
    says: 'no live voter can',
  },
  {
    what: 'an older spec',
    given: { status: 'of an older spec' },
    asks: scale(4),
    answer: 'refused',
    says: 'newest spec',
  },
  {
    what: 'fewer pods than there are',
    given: { status: 'of fewer pods' },
    asks: scale(4),
    answer: 'refused',
    says: 'newest pods',
  },
  { what: 'more pods than there are', given: { status: 'of more pods' }, asks: scale(3), answer: 'allowed' },
  { what: 'more pods, below its floor', given: { status: 'of more pods' }, asks: scale(2), answer: 'refused' },
  {
    what: 'another set',
    given: { status: 'of another set' },
    asks: scale(4),
    answer: 'refused',
    says: 'is not the one',
  },
  {
    what: 'a suspended RaftCluster',
    given: { spec: { suspend: true } },
    asks: scale(4),
    answer: 'refused',
    says: 'suspend',
  },
];

/** Ordinals 0 to 4, unless `start` says otherwise. */
const ordinals: readonly Row[] = [
  {
    what: 'start up by 3',
    asks: mergePatch({ start: 3 }),
    answer: 'refused',
    says: '5 (ordinals from 0) to 5 (ordinals from 3)',
  },
  { what: 'start up by 2', asks: mergePatch({ start: 2 }), answer: 'allowed' },
  {
    what: 'start over a protected ordinal',
    given: { protectedOrdinals: [0] },
    asks: mergePatch({ start: 1 }),
    answer: 'refused',
    says: 'protected',
  },
  {
    what: 'start up while a voter is down',
    given: { live: 4 },
    asks: mergePatch({ start: 1 }),
    answer: 'refused',
    says: 'whole set',
  },
  {
    what: 'start up of a set without voters',
    given: { floor: 0, live: 0 },
    asks: mergePatch({ start: 9 }),
    answer: 'allowed',
  },
  { what: 'one off each end', asks: mergePatch({ start: 1, replicas: 3 }), answer: 'allowed' },
  { what: 'two off one end and one off the other', asks: mergePatch({ start: 2, replicas: 2 }), answer: 'refused' },
  {
    what: 'start down by 2',
    given: { start: 2 },
    asks: mergePatch({ start: 0 }),
    answer: 'refused',
    says: 'unless replicas grows by as many',
  },
  {
    what: 'start down by 2, with 2 replicas more',
    given: { start: 2 },
    asks: mergePatch({ start: 0, replicas: 7 }),
    answer: 'allowed',
  },
  {
    what: 'start down of a set without voters',
    given: { start: 2, floor: 0, live: 0 },
    asks: mergePatch({ start: 0 }),
    answer: 'allowed',
  },
  {
    what: 'start up again, before the operator has seen the first time',
    given: { start: 2, status: 'of other ordinals' },
    asks: mergePatch({ start: 4 }),
    answer: 'refused',
    says: 'newest ordinals',
  },
  {
    what: 'replicas, before the operator has seen the ordinals',
    given: { start: 2, status: 'of other ordinals' },
    asks: mergePatch({ replicas: 4 }),
    answer: 'refused',
    says: 'newest ordinals',
  },
];

const messages: readonly Row[] = [
  {
    what: '7 to 3',
    given: { replicas: 7, floor: 4 },
    asks: scale(3),
    answer: 'refused',
    says: 'allows: 7, 4, 3; to do it',
  },
  {
    what: '9 to 1',
    given: { replicas: 9, floor: 5 },
    asks: scale(1),
    answer: 'refused',
    says: '9, 5, 3, 2, and never lower;',
  },
  {
    what: '9 to 1 with minVoters 3',
    given: { replicas: 9, floor: 5, spec: { removal: { minVoters: 3 } } },
    asks: scale(1),
    answer: 'refused',
    says: 'allows: 9, 5, 3, and never lower;',
  },
  {
    what: '2 to 1',
    given: { replicas: 2, floor: 2 },
    asks: scale(1),
    answer: 'refused',
    says: 'of two voters neither can ever be spared',
  },
  {
    what: 'how to override',
    asks: scale(1),
    answer: 'refused',
    says: `-n guarded --type=merge -p '{"spec":{"scaleDownGuard":"Off"}}'`,
  },
];

const outside: readonly Row[] = [
  { what: 'a set that no RaftCluster names', given: { named: false }, asks: scale(0), answer: 'allowed' },
  {
    what: 'not named, without a status',
    given: { named: false, status: 'none' },
    asks: replace(undefined),
    answer: 'allowed',
  },
  { what: 'a namespace without the label', given: { labelled: false }, asks: scale(0), answer: 'allowed' },
  {
    what: 'Warn in a namespace without the label',
    given: { labelled: false, mode: 'Warn' },
    asks: mergePatch({ replicas: 1 }),
    answer: 'allowed',
  },
  { what: 'a RaftCluster that is being deleted', given: { deleted: 'RaftCluster' }, asks: scale(0), answer: 'allowed' },
  {
    what: 'a StatefulSet that is being deleted',
    given: { deleted: 'StatefulSet' },
    asks: mergePatch({ replicas: 0 }),
    answer: 'allowed',
  },
];

export const rows: readonly Row[] = [...ways, ...harmless, ...modes, ...statuses, ...ordinals, ...messages, ...outside];
