import { parseDuration } from '../api/duration.ts';
import type { RaftClusterSpec } from '../api/raftcluster.ts';
import { protectedOrdinals } from '../api/spec.ts';

/** The spec as the rule uses it: durations in milliseconds, defaults resolved. */
export interface Settings {
  readonly namespace: string;
  /** In the order of the spec. */
  readonly targets: readonly Target[];
  readonly decommission: readonly string[];
  readonly suspend: boolean;
  readonly automatic: boolean;
  readonly delay: number;
  readonly minVoters: number;
  readonly maxPerHour: number;
  readonly removeTimeout: number;
  readonly pollInterval: number;
}

/** One StatefulSet whose pods are members. */
export interface Target {
  readonly set: string;
  /** How a pod's member id is formed. */
  readonly template: string;
  readonly protectedOrdinals: ReadonlySet<number>;
}

/** Of one spec the same settings each time, so that what is worked out with them can be kept. */
const known = new WeakMap<RaftClusterSpec, Settings>();

export function settingsOf(namespace: string, spec: RaftClusterSpec): Settings {
  const before = known.get(spec);
  if (before?.namespace === namespace) return before;
  const settings = readSpec(namespace, spec);
  known.set(spec, settings);
  return settings;
}

function readSpec(namespace: string, spec: RaftClusterSpec): Settings {
  return {
    namespace,
    targets: spec.members.map((member, index) => ({
      set: member.statefulSet,
      template: member.memberId,
      protectedOrdinals: new Set(protectedOrdinals(spec, index)),
    })),
    decommission: spec.decommission,
    suspend: spec.suspend,
    automatic: spec.removal.mode === 'Automatic',
    delay: parseDuration(spec.removal.delay),
    minVoters: spec.removal.minVoters,
    maxPerHour: spec.removal.maxPerHour,
    removeTimeout: parseDuration(spec.admin.removeTimeout),
    pollInterval: parseDuration(spec.admin.pollInterval),
  };
}
