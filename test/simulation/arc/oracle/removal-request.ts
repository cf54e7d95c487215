import type { DeleteFault } from '../faults.ts';

/** A DELETE that has reached a node. */
export interface RemovalRequest {
  readonly at: number;
  /** Who was asked: its id, and which run of it. */
  readonly node: string;
  readonly process: string;
  /** Who shall be removed. */
  readonly member: string;
  /** The operator's process. */
  readonly from: string;
  readonly wasLeader: boolean;
  readonly hasToken: boolean;
  fault: DeleteFault;
  /** Undefined until it is answered, and for ever where no answer was sent. */
  status: number | undefined;
  answeredAt: number | undefined;
}
