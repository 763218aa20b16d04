/** One text that all instances keep together. */
export interface TextSlot {
  readonly name: string;
  readonly field: string;
}

export interface TextChange extends TextSlot {
  /** What stood there when it was read; null for nothing. */
  readonly expected: string | null;
  readonly text: string;
  /** The name, with all its fields, is kept for so long from now on, in ms. */
  readonly keptForMs: number;
}

/** The store is there, and refuses what it is asked; alerting does not depend on it. */
export class SharedTextsRefusedError extends Error {
  constructor(reason: string) {
    super(`the store refuses closing values: ${reason}`);
    this.name = 'SharedTextsRefusedError';
  }
}

/**
 * Texts that are worth less than alerts: they may be evicted, and that they cannot be written says nothing of the store. Every
 * method throws StateUnavailableError, and SharedTextsRefusedError.
 */
export interface SharedTexts {
  /** In their order; null for none. */
  get(slots: readonly TextSlot[]): Promise<readonly (string | null)[]>;
  /** All of a name, by field. */
  all(name: string): Promise<ReadonlyMap<string, string>>;
  /** Compares and sets; false for each that another instance has changed since it was read. */
  swap(changes: readonly TextChange[]): Promise<readonly boolean[]>;
  remove(name: string, fields: readonly string[]): Promise<void>;
}
