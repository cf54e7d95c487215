import { execFileSync } from 'node:child_process';

import type { ClusterObject } from '../kubernetes/storage/objects-of.ts';
import type { Standing, Telling } from './telling.ts';

/** Shorter than that nobody looks: what merely passes is left out. Milliseconds. */
const glance = 2_000;

/**
 * How Flux and other users of kstatus see the RaftClusters of the stories at every moment that stands for a while: a line
 * for each that differs, with the conditions that it comes from. `program`: the path of `kstatus`.
 */
export function seenByKstatus(tellings: readonly Telling[], program: string): string {
  const seen = judge(tellings.flatMap(momentsOf), program);
  const sections = tellings.map((telling) => {
    const { scenario, standings } = telling;
    const many = standings.size > 1;
    const lines = momentsOf(telling).map((object) => {
      const name = many ? `${object.metadata.name}: ` : '';
      return `${name}${(seen.get(object) ?? '').padEnd(11)} ${conditionsOf(object)}`;
    });
    return `## ${scenario.number}: ${scenario.title}\n\n${[...new Set(lines)].join('\n')}\n`;
  });
  return ['# What kstatus makes of every situation', ...sections].join('\n\n').replaceAll(/\n{3,}/g, '\n\n');
}

function momentsOf({ standings }: Telling): readonly ClusterObject[] {
  return [...standings.values()].flatMap((versions) =>
    versions
      .filter(({ for: duration, object }: Standing) => duration >= glance || isUnwritten(object))
      .map(({ object }) => object),
  );
}

/** However short: it is what `flux` and `kubectl wait` see when they look right after they created it. */
function isUnwritten({ status }: ClusterObject): boolean {
  return status?.conditions === undefined;
}

function judge(objects: readonly ClusterObject[], program: string): ReadonlyMap<ClusterObject, string> {
  const answer = execFileSync(program, { input: JSON.stringify(objects), encoding: 'utf8', maxBuffer: 2 ** 26 });
  const seen = JSON.parse(answer) as readonly string[];
  return new Map(objects.map((object, index) => [object, seen[index] ?? '']));
}

/** `Ready False DeadVoterPending, Reconciling Settling` */
function conditionsOf({ metadata, status }: ClusterObject): string {
  const { conditions = [], observedGeneration } = status ?? {};
  const ready = conditions.find(({ type }) => type === 'Ready');
  const present = conditions.filter(({ type }) => ['Reconciling', 'Stalled', 'Suspended'].includes(type));
  return [
    ready ? `Ready ${ready.status} ${ready.reason}` : 'no status yet',
    ...present.map(({ type, reason }) => (type === reason ? type : `${type} ${reason}`)),
    ...(ready && observedGeneration !== metadata.generation ? ['of an older spec'] : []),
  ].join(', ');
}
