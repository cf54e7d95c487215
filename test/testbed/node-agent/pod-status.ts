import type { Pod } from './pod.ts';

export type ContainerState =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: Terminated };

export interface Terminated {
  readonly exitCode: number;
  readonly reason: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

export interface PodFacts {
  readonly pod: Pod;
  readonly address: string;
  readonly hostIP: string;
  readonly startTime: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly state: ContainerState;
  readonly lastState?: ContainerState;
  readonly restarts: number;
  readonly ready: boolean;
  /** When `ready` last changed. */
  readonly readySince: string;
}

/** The status that a kubelet would report. */
export function podStatus(facts: PodFacts): unknown {
  const { address, hostIP, startTime, ready, readySince } = facts;
  const container = facts.pod.spec.containers[0];
  const started = 'running' in facts.state;
  return {
    phase: facts.phase,
    startTime,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP: address,
    podIPs: [{ ip: address }],
    observedGeneration: facts.pod.metadata.generation ?? 1,
    conditions: [
      condition('PodReadyToStartContainers', true, startTime),
      condition('Initialized', true, startTime),
      condition('ContainersReady', ready, readySince),
      condition('Ready', ready, readySince),
    ],
    containerStatuses: [
      {
        name: container?.name,
        image: container?.image,
        imageID: container?.image,
        restartCount: facts.restarts,
        ready,
        started,
        state: facts.state,
        lastState: facts.lastState ?? {},
      },
    ],
  };
}

/** Wall-clock time as the API wants it: whole seconds. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

function condition(type: string, on: boolean, since: string): unknown {
  if (on) return { type, status: 'True', lastTransitionTime: since, reason: null, message: null };
  return { type, status: 'False', lastTransitionTime: since, reason: 'ContainersNotReady' };
}
