/** Something in Redis that could not be parsed; shown beside what could. */
export interface Problem {
  /** The Redis key, whole. */
  readonly key: string;
  /** What is wrong with it, as the end of a sentence: `field "timestamp" is missing`. */
  readonly what: string;
}
