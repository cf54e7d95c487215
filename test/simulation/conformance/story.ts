import type { Side } from './side.ts';

export interface SetUp {
  /** The first one makes the cluster. Their pods come and go side by side. */
  readonly sets: readonly { readonly name: string; readonly replicas: number; readonly start?: number }[];
  /** Who leads at the beginning. */
  readonly leader: string;
  readonly mode?: 'Automatic' | 'Observe';
}

/** A situation of the removal rule (§6) without a fault of the store, told once and played on both sides. */
export interface Story {
  /** Of the rule's table. */
  readonly number: string;
  readonly title: string;
  readonly setUp: SetUp;
  readonly play: (side: Side) => Promise<void>;
}
