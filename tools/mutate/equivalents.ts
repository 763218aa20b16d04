/** A change of the code that no test can notice, because the program does the same with it. */
export interface Equivalent {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  /** Why nobody can see a difference. */
  readonly why: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [];
