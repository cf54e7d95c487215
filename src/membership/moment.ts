/** One moment, twice, in milliseconds: `monotonic` for decisions, `wall` for the hourly budget and for what people read. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}
