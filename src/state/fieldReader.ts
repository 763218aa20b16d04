import { UnusableKeyError } from '../redis/errors';
import { PartialHash, partialWords, STRING_LIMIT_BYTES, tooLongWords } from '../redis/readLimits';
import type { Problem } from './problem';
import { type ParseResult, quoted } from './pythonValues';

/** What was read at one key, and what could not be parsed there. */
export interface ReadResult<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

/** Turns the error of a key that has the wrong type, or is too long, into a problem; any other error stays one. */
export async function captureTypeError<T>(read: Promise<T | null>): Promise<ReadResult<T | null>> {
  try {
    return { value: await read, problems: [] };
  } catch (error) {
    if (!(error instanceof UnusableKeyError)) throw error;
    return { value: null, problems: [{ key: error.key, what: error.what }] };
  }
}

const MISSING = { error: 'is missing' };

/** Reads the fields of one hash, and collects problems. */
export class FieldReader {
  readonly problems: Problem[];
  private readonly unparsable = new Set<string>();

  constructor(
    private readonly key: string,
    /** Null when the key holds no hash: then every field is null, without a problem of its own. */
    private readonly fields: ReadonlyMap<string, string> | null,
    problems: readonly Problem[] = [],
  ) {
    this.problems = [...problems];
    if (fields instanceof PartialHash) this.addProblem(partialWords(fields));
  }

  /** The parsed field; null, and a problem, when it is missing or cannot be parsed. */
  read<T>(field: string, parse: (text: string) => ParseResult<T>): T | null {
    if (this.fields === null) return null;
    const text = this.fields.get(field);
    const bytes = this.tooLongBytes(field);
    const reading =
      bytes !== null ? { error: tooLongWords(bytes) } : text === undefined ? MISSING : parse(text);
    if ('value' in reading) return reading.value;
    if (reading !== MISSING) this.unparsable.add(field);
    this.addProblem(`field ${quoted(field)} ${reading.error}`);
    return null;
  }

  /** As `read`, but a missing field is no problem. */
  optional<T>(field: string, parse: (text: string) => ParseResult<T>): T | null {
    const isThere = this.fields?.has(field) || this.tooLongBytes(field) !== null;
    return isThere ? this.read(field, parse) : null;
  }

  /** True of a field that was read and could not be parsed. */
  isUnparsable(field: string): boolean {
    return this.unparsable.has(field);
  }

  /** The names of all fields; of a hash that is too large, of the requested ones. */
  names(): string[] {
    const tooLong = this.fields instanceof PartialHash ? this.fields.tooLong.keys() : [];
    return [...(this.fields?.keys() ?? []), ...tooLong];
  }

  /** The length in bytes of a field that is too long to be read; null for any other. */
  private tooLongBytes(field: string): number | null {
    const text = this.fields?.get(field);
    if (text !== undefined) return text.length > STRING_LIMIT_BYTES ? Buffer.byteLength(text) : null;
    return this.fields instanceof PartialHash ? (this.fields.tooLong.get(field) ?? null) : null;
  }

  /** Adds a problem with this key; `what` is the end of a sentence. */
  addProblem(what: string): void {
    this.problems.push({ key: this.key, what });
  }
}
