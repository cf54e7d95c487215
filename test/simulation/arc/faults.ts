/** How one node misbehaves; the names are those of the real test node (test/testbed/arcd). All durations in milliseconds. */
export interface FaultSettings {
  /** Met by a removal that passed all checks on the leader. */
  readonly delete: DeleteFault;
  /** Limits it to removals of this id. */
  readonly member?: string;
  /** How many removals meet it; without it all. */
  readonly count?: number;
  readonly delayMs: number;
  /** GET /api/v1/cluster. */
  readonly view: ViewFault;
  readonly viewCount?: number;
  readonly viewDelayMs: number;
  /** Between the moments at which a view reads log, commit index, configuration and contact, up to so much each. */
  readonly viewSplitMs: number;
  /** False: the admin API says `enabled:false`, Raft goes on. */
  readonly clustered: boolean;
  /** `unknown`: answers 401 to every token. */
  readonly token: 'known' | 'unknown';
  /** `stuck`: as a follower its log takes no entry any more; heartbeats go on. */
  readonly log: 'ok' | 'stuck';
  /** Added to every wall time that it writes or shows. */
  readonly clockSkewMs: number;
}

export type DeleteFault = (typeof deleteFaults)[number];
export const deleteFaults = [
  'ok',
  'lie',
  'error-after-success',
  'hang',
  'hang-after-success',
  'reset-after-success',
  'not-admin',
  'enqueue-timeout',
  'table-failure',
  'slow',
  'slow-before',
  'truncated',
  'not-json',
  'bad-gateway',
  'bad-gateway-after-success',
  'unavailable',
  'step-down',
  'step-down-after',
] as const;

export type ViewFault = (typeof viewFaults)[number];
export const viewFaults = [
  'ok',
  'lagging',
  'claims-leader',
  'claims-leader-ahead',
  'names-nobody',
  'empty-configuration',
  'unknown-suffrage',
  'no-registry',
  'bad-configuration',
  'truncated',
  'not-json',
  'bad-gateway',
  'unavailable',
  'slow',
  'hang',
  'huge',
] as const;

const healthy: FaultSettings = {
  delete: 'ok',
  delayMs: 1_000,
  view: 'ok',
  viewDelayMs: 1_000,
  viewSplitMs: 0,
  clustered: true,
  token: 'known',
  log: 'ok',
  clockSkewMs: 0,
};

/** The current settings of one node, and what is left of the limited ones. */
export class Faults {
  #settings = healthy;
  #removals = Infinity;
  #views = Infinity;
  readonly #changed: (before: FaultSettings) => void;

  /** `changed` is called after each change, with what held before. */
  constructor(changed: (before: FaultSettings) => void) {
    this.#changed = changed;
  }

  get settings(): FaultSettings {
    return this.#settings;
  }

  /** Replaces all settings; what is left out is healthy. */
  set(settings: Partial<FaultSettings>): void {
    const before = this.#settings;
    this.#settings = { ...healthy, ...settings };
    this.#removals = this.#settings.count ?? Infinity;
    this.#views = this.#settings.viewCount ?? Infinity;
    this.#changed(before);
  }

  takeRemoval(memberId: string): DeleteFault {
    const { member, delete: fault } = this.#settings;
    if (fault === 'ok' || (member !== undefined && member !== memberId) || this.#removals === 0) return 'ok';
    this.#removals--;
    return fault;
  }

  takeView(): ViewFault {
    if (this.#settings.view === 'ok' || this.#views === 0) return 'ok';
    this.#views--;
    return this.#settings.view;
  }
}
