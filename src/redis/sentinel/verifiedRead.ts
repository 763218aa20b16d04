/** Reads that certainly come from the master, where another may have taken over. */
export interface VerifiedReader {
  /**
   * What `read` gives, with the name of the Redis that it came from (`host:port`); null where no other can take over.
   * Throws what `read` throws, and StateUnavailableError where it may not come from the master.
   */
  verifiedRead<T>(read: () => Promise<T>): Promise<Verified<T>>;
}

export interface Verified<T> {
  readonly value: T;
  readonly source: string | null;
}

/** For a Redis that no other can take over from. */
export const UNVERIFIED: VerifiedReader = {
  verifiedRead: async (read) => ({ value: await read(), source: null }),
};
