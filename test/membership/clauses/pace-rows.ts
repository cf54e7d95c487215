import { cluster } from '../cluster.ts';
import type { Cluster } from '../cluster.ts';
import { removed, settled } from './row.ts';
import type { Cases } from './row.ts';

function sent(world: Cluster, count: number, startedAt: string): Cluster {
  const finished = {
    member: 'gone',
    startedAt,
    finishedAt: startedAt,
    result: 'Removed' as const,
    answer: '',
    evidence: '',
  };
  world.status = { ...world.status, removals: Array.from({ length: count }, () => finished) };
  return world;
}

function failedBefore(world: Cluster, backoffUntil: number): Cluster {
  const failure = { count: 2, firstAt: world.monotonic, backoffUntil, startedAt: '2027-01-31T12:00:00Z' };
  world.memory = { ...world.memory, failures: new Map([['arc-4', failure]]) };
  return world;
}

export const paceRows: Cases<'backoff' | 'budget' | 'alone' | 'intent'> = {
  backoff: [
    [
      'the backoff has run out',
      removed,
      () => {
        const world = cluster().set('arc', { replicas: 4 }).voters(5).settled();
        return failedBefore(world, world.now().monotonic);
      },
    ],
    ['the backoff runs', 'Waiting RemovalUnconfirmed', () => failedBefore(settled(4), Infinity)],
  ],
  budget: [
    ['the oldest of eight is an hour old', removed, () => sent(settled(), 8, '2027-01-31T11:01:00.310Z')],
    ['seven were sent', removed, () => sent(settled(), 7, '2027-01-31T12:00:00Z')],
    ['eight were sent', 'Waiting BudgetSpent', () => sent(settled(), 8, '2027-01-31T11:01:00.311Z')],
    ['eight were sent in the future', 'Waiting BudgetSpent', () => sent(settled(), 8, '2028-01-01T00:00:00Z')],
    [
      'the only one allowed was sent',
      'Waiting BudgetSpent',
      () => sent(settled().spec({ removal: { maxPerHour: 1 } }), 1, '2027-01-31T12:00:00Z'),
    ],
  ],
  alone: [
    [
      'whatever a predecessor began is over',
      removed,
      () => {
        const world = settled();
        world.memory = { ...world.memory, quietUntil: world.now().monotonic };
        return world;
      },
    ],
    [
      'another removal is in flight',
      'Waiting Queued',
      () => {
        const world = settled();
        world.send();
        return world;
      },
      'arc-3',
    ],
    [
      'a leftover is being cleaned up',
      'Waiting Queued',
      () => {
        const world = settled().heardFrom('left', 'long ago');
        const removal = {
          member: 'left',
          holder: 'operator-1',
          phase: 'CleaningUp' as const,
          startedAt: '2027-01-31T12:00:00Z',
          attempts: 1,
        };
        world.status = { ...world.status, removal };
        return world;
      },
    ],
    [
      'a predecessor may still act',
      'Waiting Queued',
      () => {
        const world = settled();
        world.memory = { ...world.memory, quietUntil: world.now().monotonic + 1 };
        return world;
      },
    ],
  ],
  intent: [
    ['mode is Automatic', removed, () => settled().spec({ removal: { mode: 'Automatic' } })],
    ['mode is Observe', 'Blocked ObserveOnly', () => settled().spec({ removal: { mode: 'Observe' } })],
  ],
};
