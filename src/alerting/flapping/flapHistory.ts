/** How a target has failed again and again in one incident. */
export interface FlapHistory {
  /** When it failed first. */
  readonly firstStartedAt: Date;
  /** When it was found to fail last, which may be long after it began. */
  readonly foundAt: Date;
  /** When it failed, oldest first; those that are longer ago than `within` are left out. */
  readonly starts: readonly Date[];
  /** How often it failed in the last `inMs`, as the message says. */
  readonly times: number;
  readonly inMs: number;
  /** It failed even more often: so many are counted. */
  readonly isAtLeast: boolean;
  /** Since when it is unstable; null while it is not. */
  readonly unstableSince: Date | null;
  /** Whether it was reported, or is known to somebody who snoozed it, that it does not recover any more. */
  readonly isSteady: boolean;
  /** How often that was so since it became unstable. */
  readonly steadyCount: number;
}

/** When the message of an unstable incident was changed, and whether it has to be changed again. */
export interface MessageEdits {
  readonly at: Date;
  readonly isBehind: boolean;
}
