/** Phase of a pod object: running, terminating, or absent (404). A pod's life is a circle through the three, in this order. */
export type PodPhase = 'r' | 't' | 'a';

/**
 * One StatefulSet `arc` of `pods.length` ordinals, their Raft nodes and one operator, between two ticks of ten seconds.
 * Nothing is in it that no future step can tell apart: times are counted from now and only as far as a delay reaches,
 * terms, generations and UIDs only as far as they differ. So a state is its own canonical form. Sets of ordinals are bit
 * masks, things kept for each ordinal are strings with one character each.
 */
export interface State {
  /** `spec.replicas` of the set. */
  readonly replicas: number;
  /** Its controller has seen the newest spec. */
  readonly observed: boolean;
  /** What the watch of the set has yet to deliver, in order: the numbers to which it was scaled, a digit each. */
  readonly setNews: string;
  readonly knownReplicas: number;
  /** Phases, by ordinal. */
  readonly pods: string;
  /** What the watch of the pods has yet to deliver, in order: the ordinal of the pod that came into its next phase. */
  readonly podNews: string;
  readonly knownPods: string;
  /** Whose process runs. One may outlive its pod object, on a node that is lost. */
  readonly alive: number;
  /** The voters that the store has committed. */
  readonly members: number;
  /** The voter whose removal is in the log and not committed. */
  readonly pending: number | undefined;
  readonly leader: number | undefined;
  /** The first ordinal of those that have been out of range for a tick at least: the truth, for the oracle alone. */
  readonly unwantedFrom: number;
  /** The operator's sightings, by ordinal (`recalled.ts`). */
  readonly sightings: string;
  /** Its newest answer of the leader is of this tick. */
  readonly heardNow: boolean;
  /** The member of `status.removal`. */
  readonly removal: number | undefined;
  readonly flight: Flight;
  /** It knows that the member of the record is removed. */
  readonly isProven: boolean;
  /** By ordinal: 0 no removal of it failed, 1 one did, 2 and 3 the same with one and two ticks of backoff left. */
  readonly failures: string;
  readonly progress: Progress;
  readonly wire: OnTheWire | undefined;
  /** What may still happen. */
  readonly scales: number;
  readonly faults: number;
}

/**
 * What the operator knows of the record in status: not looked at yet; sent by itself, or found, in this tick or the one
 * before; so long ago that its time is up.
 */
export type Flight = 'none' | 'unseen' | 'sent' | 'sent before' | 'found' | 'found before' | 'overdue';

/** How far the operator has come with one removal. */
export type Progress =
  | { readonly kind: 'idle' }
  /** It means to remove `target`; the store was asked afresh. */
  | { readonly kind: 'asked'; readonly target: number; readonly truth: TruthOfTarget; readonly round: Round }
  /** And the StatefulSet was read, of the generation that the cache has. */
  | {
      readonly kind: 'read';
      readonly target: number;
      readonly truth: TruthOfTarget;
      readonly round: Round;
      readonly replicas: number;
      readonly observed: boolean;
      /** Whether the target then had been unwanted for long enough: the truth, for the oracle alone. */
      readonly unwanted: boolean;
    }
  /** The record is written, to ask `leader`; `late`: the window of the fence has passed. */
  | { readonly kind: 'begun'; readonly target: number; readonly leader: number; readonly late: boolean };

/**
 * What the target was while the store was asked, for the oracle alone: its pod existed, so that the cache was late; it was
 * gone; it was gone, and the process had outlived it.
 */
export type TruthOfTarget = 'present' | 'gone' | 'alive';

/** What the store answered. */
export interface Round {
  /** A tick ago or longer. */
  readonly late: boolean;
  readonly leader: number;
  readonly members: number;
  /** The pods whose answers count: none that the operator has since learnt to be gone or replaced. */
  readonly answering: number;
  /** The removal that was in the leader's log and not committed: with one, there is nothing to confirm. */
  readonly pending: number | undefined;
  /** The leader that was asked is still the leader, without a break. */
  readonly reigns: boolean;
}

/** A DELETE that has been sent and has neither arrived nor been given up, and for how many ticks. */
export interface OnTheWire {
  readonly target: number;
  readonly leader: number;
  readonly ticks: number;
}

export interface Scope {
  readonly voters: number;
  readonly scales: number;
  readonly faults: number;
  /** Whether the store tells when it last heard from a member. */
  readonly signOfLife: boolean;
  /** How many events each watch may be behind. */
  readonly lag: number;
}

export const idle: Progress = { kind: 'idle' };

/** All is well, and the operator has looked at it. */
export function initial({ voters, scales, faults }: Scope): State {
  const everybody = 2 ** voters - 1;
  return {
    replicas: voters,
    observed: true,
    setNews: '',
    knownReplicas: voters,
    pods: 'r'.repeat(voters),
    podNews: '',
    knownPods: 'r'.repeat(voters),
    alive: everybody,
    members: everybody,
    pending: undefined,
    leader: 0,
    unwantedFrom: voters,
    sightings: '-'.repeat(voters),
    heardNow: false,
    removal: undefined,
    flight: 'none',
    isProven: false,
    failures: '0'.repeat(voters),
    progress: idle,
    wire: undefined,
    scales,
    faults,
  };
}

/** Without what can have no effect any more. */
export function canonical(state: State): State {
  const heardNow = isHeardNow(state);
  const isInFlight = state.removal !== undefined;
  const flight = isInFlight ? state.flight : 'none';
  const isProven = isInFlight && state.isProven;
  const isCanonical = heardNow === state.heardNow && flight === state.flight && isProven === state.isProven;
  return isCanonical ? state : { ...state, heardNow, flight, isProven };
}

/** Whoever is not sighted, or only since this tick, is not compared with an answer of this tick. */
export function isHeardNow({ heardNow, sightings }: State): boolean {
  return heardNow && /\d/.test(sightings);
}
