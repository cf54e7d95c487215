import { withCondition } from './conditions.ts';
import type { Decision } from './decide.ts';
import type { Memory } from './memory.ts';
import type { Moment } from './moment.ts';
import type { Observation } from './observation.ts';
import type { Settings } from './settings.ts';
import { formatTime } from '../ports/wall-time.ts';

/** A spec that cannot be used: nothing is asked, nothing is sent, and every member known says why. */
export function decideBlind(facts: Observation, invalid: string, memory: Memory, now: Moment): Decision<never> {
  const { status, generation } = facts.cluster;
  const message = `The spec is not valid: ${invalid}`;
  const finding = { reason: 'InvalidSpec', message } as const;
  const scene = { facts, now };
  const conditions = withCondition(
    withCondition(status.conditions ?? [], 'Stalled', { status: 'True', ...finding }, scene),
    'Ready',
    { status: 'False', ...finding },
    scene,
  );
  const members = status.members?.map((row) => ({
    ...row,
    live: false,
    since: row.reason === 'InvalidSpec' ? row.since : formatTime(now.wall),
    verdict: 'Blocked' as const,
    ...finding,
  }));
  return {
    status: { ...status, observedGeneration: generation, conditions, ...(members && { members }) },
    effect: undefined,
    memory,
    wakeAt: Infinity,
  };
}

/** A suspended RaftCluster is not looked at (removal rule §3): its floors rise to its sizes once, nothing else changes. */
export function decideSuspended(facts: Observation, settings: Settings, memory: Memory, now: Moment): Decision<never> {
  const { status, generation } = facts.cluster;
  const finding = { status: 'True', reason: 'Suspended', message: 'spec.suspend is true: nothing is asked, nothing is sent.' } as const;
  const statefulSets = settings.targets.map(({ set: name }) => {
    const set = facts.sets.get(name);
    const row = status.statefulSets?.find((known) => known.name === name);
    const replicas = set === undefined || set === 'absent' ? (row?.replicas ?? 0) : set.replicas;
    return { ...(row ?? { name, voters: 0, liveVoters: 0 }), replicas, minSafeReplicas: replicas };
  });
  const wasSuspended = status.conditions?.some(({ type }) => type === 'Suspended') ?? false;
  const conditions = withCondition(status.conditions ?? [], 'Suspended', finding, { facts, now });
  return {
    status: { ...status, observedGeneration: generation, conditions, ...(!wasSuspended && { statefulSets }) },
    effect: undefined,
    memory,
    wakeAt: Infinity,
  };
}
