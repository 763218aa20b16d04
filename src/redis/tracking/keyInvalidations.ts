/** Hears of a key that was written, deleted, expired or evicted; of null when all keys may have gone at once. */
export type OnInvalidate = (key: string | null) => void;

/** Redis's own word on which keys change. */
export interface KeyTracking {
  /**
   * From its resolving on, `onInvalidate` hears of every change of a key that begins with one of `prefixes`, of which none
   * begins with another. Throws StateUnavailableError where there is no answer, and any other error where changes cannot
   * be tracked; the state may be readable all the same.
   */
  track(prefixes: readonly string[], onInvalidate: OnInvalidate): Promise<TrackingSubscription>;
}

export interface TrackingSubscription {
  /** True from when a change may have been missed; it stays so. */
  readonly isBroken: boolean;
  /**
   * Resolves when `onInvalidate` has heard of every change that anybody could know of when this was called. Throws
   * StateUnavailableError where there is no answer; and TrackingLostError once it is broken.
   */
  sync(): Promise<void>;
  stop(): void;
}

/** Changes may have been missed: what is cached must be read again. */
export class TrackingLostError extends Error {
  constructor() {
    super('changes of keys may have been missed');
    this.name = 'TrackingLostError';
  }
}
