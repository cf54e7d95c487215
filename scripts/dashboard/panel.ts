/** One line, area or number of a panel. */
export interface Query {
  /** May use Grafana's `$namespace`, `$name` and `$__rate_interval`. */
  readonly expr: string;
  /** In Grafana's notation: `{{name}}`. */
  readonly legend: string;
}

/** What a person looks at: one question, answered in one way. */
export interface Panel {
  readonly title: string;
  /** What it shows, and what to make of it. */
  readonly description: string;
  /** `number`: the newest value, large. `steps`: does not change between two samples. `stacked`: what adds up. */
  readonly kind: 'number' | 'lines' | 'steps' | 'stacked' | 'table';
  /** Of Grafana. */
  readonly unit: 'none' | 's' | 'bytes' | 'ops';
  readonly queries: readonly Query[];
  /** Of 24. */
  readonly width: number;
  /** From where on a value is bad, or up to where; `critical` or only `doubtful`. */
  readonly bad?: { readonly from?: number; readonly upTo?: number; readonly how: 'critical' | 'doubtful' };
  /** Of the axis. */
  readonly min?: number;
  /** Values have no fractions. */
  readonly whole?: boolean;
}

export interface Row {
  readonly title: string;
  /** In Grafana's units of 30 pixels. */
  readonly height: number;
  readonly panels: readonly Panel[];
}
