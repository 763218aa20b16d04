/** Which Redis is read, where one may take over from another. */
export interface Source {
  /**
   * What `read` gives, with the name of the Redis that it came from (`host:port`); null where no other can take over.
   * Throws StateUnavailableError where it cannot be told that it came from the master, besides what `read` throws.
   */
  attested<T>(read: () => Promise<T>): Promise<Attested<T>>;
}

export interface Attested<T> {
  readonly value: T;
  readonly source: string | null;
}

/** That no other Redis can take over. */
export const ONLY_SOURCE: Source = {
  attested: async (read) => ({ value: await read(), source: null }),
};
