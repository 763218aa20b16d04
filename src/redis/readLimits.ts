/*
 * How much is read of one key, so that no key, whatever was written there, blocks the others. What traders and tuners write
 * is far below.
 */

/** Of a string, or of one field of a hash that is too large to be read whole, in bytes. */
export const STRING_LIMIT_BYTES = 4_096;

/** A hash with more fields, or with more bytes of names and values, is not read whole. */
export const HASH_LIMIT_FIELDS = 1_000;
export const HASH_LIMIT_BYTES = 256 * 1024;

/** Of names and values, in characters: at most as many as they have bytes. */
export function sizeOf(fields: ReadonlyMap<string, string>): number {
  let size = 0;
  for (const [name, value] of fields) size += name.length + value.length;
  return size;
}

/** What was read of a hash that is too large to be read whole: the requested fields that exist. */
export class PartialHash extends Map<string, string> {
  constructor(
    fields: Iterable<readonly [string, string]>,
    /** How many fields the hash has. */
    readonly fieldCount: number,
    /** The requested fields that are too long to be read, with their bytes. */
    readonly tooLong: ReadonlyMap<string, number>,
  ) {
    super(fields);
  }

  get unreadCount(): number {
    return Math.max(0, this.fieldCount - this.size);
  }
}

/** A number for a problem: `100,000`. */
const grouped = (value: number): string => value.toLocaleString('en');

/** As the end of a sentence about a string or a field. */
export const tooLongWords = (bytes: number): string =>
  `is ${grouped(bytes)} bytes long, which is too much to read`;

/** As the end of a sentence about the key of the hash. */
export const partialWords = ({ fieldCount, unreadCount }: PartialHash): string =>
  `has ${fieldCount === 1 ? '1 field' : `${grouped(fieldCount)} fields`}, which is too much to read: ${grouped(unreadCount)} ${unreadCount === 1 ? 'was' : 'were'} not read`;
