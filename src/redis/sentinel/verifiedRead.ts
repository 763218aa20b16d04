/** Which Redis is read, where one may take over from another. */
export interface VerifiedReader {
  /**
   * What `read` gives, with the name of the Redis that it came from (`host:port`); null where no other can take over.
   * Throws StateUnavailableError where it cannot be told that it came from the master, besides what `read` throws.
   */
  verifiedRead<T>(read: () => Promise<T>): Promise<Verified<T>>;
}

export interface Verified<T> {
  readonly value: T;
  readonly source: string | null;
}

/** That no other Redis can take over. */
export const UNVERIFIED: VerifiedReader = {
  verifiedRead: async (read) => ({ value: await read(), source: null }),
};
