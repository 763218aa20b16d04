/** Hears of a key that was written, deleted, expired or evicted; of null when all keys may have gone at once. */
export type OnInvalidate = (key: string | null) => void;

/** Redis's own word on which keys change. */
export interface KeyTracking {
  /**
   * From its resolving on, `tell` hears of every change of a key that begins with one of `prefixes`, of which none
   * begins with another. Throws StateUnavailableError where there is no answer, and any other error where changes cannot
   * be followed; the state may be readable all the same.
   */
  follow(prefixes: readonly string[], tell: OnInvalidate): Promise<TrackingSubscription>;
}

/** Changes being followed. */
export interface TrackingSubscription {
  /** True from when a change may have passed untold; it stays so. */
  readonly isLost: boolean;
  /**
   * Resolves when `tell` has heard of every change that anybody could know of when this was called. Throws
   * StateUnavailableError where there is no answer; and LostTrackError once it is lost.
   */
  caughtUp(): Promise<void>;
  /** Ends it. */
  stop(): void;
}

/** Changes may have passed untold: what is known must be read again. */
export class TrackingLostError extends Error {
  constructor() {
    super('changes of keys may have passed untold');
    this.name = 'LostTrackError';
  }
}
