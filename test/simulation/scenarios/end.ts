import { namespace } from '../world/world.ts';
import { votersOf } from '../arc/raft/configuration.ts';
import type { Stage } from './stage.ts';

/** What a story leaves behind: equal for equal stories, whoever crashed meanwhile. */
export interface End {
  /** Of the configuration that the store has committed. */
  readonly voters: readonly string[];
  readonly pods: readonly string[];
  /** How many removals of it ended as Removed, by member. */
  readonly removed: Readonly<Record<string, number>>;
  /** The status and the reason of the condition Ready. */
  readonly ready: string;
}

export function endOf({ world }: Stage): End {
  const { conditions = [], removals = [] } = world.status;
  const ready = conditions.find(({ type }) => type === 'Ready');
  const removed = removals.filter(({ result }) => result === 'Removed').map(({ member }) => member);
  return {
    voters: votersOf(world.arc.committed)
      .map(({ id }) => id)
      .toSorted(),
    pods: world.kubernetes.objects.list('pods', namespace).map(({ metadata }) => metadata.name),
    removed: Object.fromEntries(
      [...new Set(removed)].toSorted().map((id) => [id, removed.filter((each) => each === id).length]),
    ),
    ready: `${ready?.status ?? 'no'} ${ready?.reason ?? 'condition'}`,
  };
}
