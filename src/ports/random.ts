/** Randomness as the code may know it: for jitter and for identities, never for secrets. */
export interface Random {
  /** A number in [0, 1). */
  fraction(): number;
  /** A fresh UUID, such as the identity of a process. */
  uuid(): string;
}
