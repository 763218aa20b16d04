import type { MovedHash, MovedStream } from './storedKeys';

/** A part of what the bot keeps, as it moves from one store to another. */
export type CopyEntry =
  | { readonly kind: 'field'; readonly key: MovedHash; readonly field: string; readonly text: string }
  | { readonly kind: 'entry'; readonly key: MovedStream; readonly text: string }
  /** `expiresAt`: null for never. */
  | { readonly kind: 'string'; readonly key: string; readonly text: string; readonly expiresAt: Date | null };

/** All that a store keeps, at one moment. */
export interface StoreCopy {
  /** In the order of the keys; the entries of a stream the oldest first. */
  readonly entries: readonly CopyEntry[];
  /** Keys behind the prefix that this version does not know. */
  readonly unknownKeys: readonly string[];
}

/** Takes a copy of what a store keeps, and puts one there. Every method throws StateUnavailableError, ForeignStoreError. */
export interface StoreTransfer {
  /** Where the store is, for people: no password in it. */
  readonly where: string;
  readonly prefix: string;
  /** Of a store that is in use, as it was at one moment. Throws StoreBusyError where it changes again and again. */
  read(): Promise<StoreCopy>;
  /**
   * Puts these entries in place of all that is there, in one step: `before` is what was read there. False where that has changed
   * since; then nothing is written.
   */
  replace(entries: readonly CopyEntry[], before: StoreCopy): Promise<boolean>;
}

/** The store changed whenever it was read. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';
}
