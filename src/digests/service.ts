import type { Digest } from './digest';

export interface CurrentDigest {
  readonly digest: Digest;
  /** The last sight, where that is too old to tell how the traders are now; else null. */
  readonly notSeenSince: Date | null;
}

/** What people can ask about digests. */
export interface DigestsService {
  /** Those that are configured, the one that is meant where none is named first. */
  readonly names: readonly string[];
  /**
   * What a digest would tell now, since it was told last; since the bot began to count where it never was, or none is
   * configured. Null before the first check, and for a name that there is not. Changes nothing. Throws
   * StateUnavailableError.
   */
  current(name: string | null): Promise<CurrentDigest | null>;
}
