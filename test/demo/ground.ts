import type { SceneBed } from '../e2e/harness/scene-bed.ts';
import type { Bed } from '../testbed/bed.ts';
import type { Manifest } from '../testbed/kube-object.ts';

export type DemoBed = SceneBed & Pick<Bed, 'onStop'>;

/** One step on the screen: what is true when it is done. */
export interface Step {
  readonly says: string;
  readonly done: () => Promise<unknown>;
}

/** What the demo plays on, and how an operator comes to run there. */
export interface Ground {
  readonly bed: DemoBed;
  /** What the operator needs before it can run. */
  readonly install: Step;
  /** The operator follows the cluster. */
  readonly startOperator: Step;
  /** Aborts when the operator ends by itself. */
  readonly ended: AbortSignal;
  /** A store's manifests, as they can be run here. */
  readonly storeManifests: (namespace: string, manifests: readonly Manifest[]) => readonly Manifest[];
  /** Shows what the operator logs. */
  readonly logCommand: string;
  /** The end of the operator's log, for a message. */
  readonly lastWords: () => string;
}
