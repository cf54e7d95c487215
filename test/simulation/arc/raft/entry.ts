import type { Command } from '../peers/table.ts';
import type { Configuration } from './configuration.ts';

export type Payload =
  | { readonly kind: 'noop' }
  | { readonly kind: 'configuration'; readonly configuration: Configuration }
  | { readonly kind: 'command'; readonly command: Command };

/** One entry of the log; the same object in every log that holds it. */
export interface Entry {
  readonly index: number;
  readonly term: number;
  /** Which bootstrap it descends from: after a split there are two histories. Only the oracles look at it. */
  readonly lineage: number;
  readonly payload: Payload;
}
