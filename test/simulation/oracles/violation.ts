/** Something that must never happen, and did. */
export interface Violation {
  /** `S1` to `S11`, `S0` for defects of the program itself, `L` for liveness. */
  readonly rule: string;
  /** Virtual milliseconds. */
  readonly at: number;
  readonly message: string;
}
