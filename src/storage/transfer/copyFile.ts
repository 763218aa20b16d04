import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../lib/parseJson';
import { instant } from '../../lib/time';
import type { CopyEntry } from './storeCopy';
import { isMovedString, MOVED_HASHES, MOVED_STREAMS } from './storedKeys';

/*
 * A copy of a store as a file: lines of JSON. The first says what it is, the last that nothing follows. Each ends with a
 * checksum of itself and all lines before it, so that a changed, missing or moved line is found where it is.
 */

/** The number of this layout. */
export const FORMAT = 1;

export interface CopyHeader {
  /** The version of arbwatch that made it. */
  readonly version: string;
  readonly prefix: string;
  readonly exportedAt: Date;
}

/** A line of the file is not as it should be. The message is the end of a sentence about that line. */
export class CopyFileError extends Error {
  override readonly name = 'CopyFileError';

  constructor(
    readonly line: number,
    readonly fault: CopyFault,
  ) {
    super(`line ${line}: ${fault.kind}`);
  }
}

export type CopyFault =
  | { readonly kind: 'not_json' | 'changed' | 'cut_off' | 'no_export' | 'no_entry' }
  | { readonly kind: 'other_format'; readonly format: number };

const header = z.object({
  arbwatch: z.literal('export'),
  format: z.number(),
  version: z.string(),
  prefix: z.string(),
  exportedAt: instant,
});
const ending = z.strictObject({ end: z.number() });
const entry: z.ZodType<CopyEntry> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('field'),
    key: z.enum(MOVED_HASHES),
    field: z.string(),
    text: z.string(),
  }),
  z.strictObject({ kind: z.literal('entry'), key: z.enum(MOVED_STREAMS), text: z.string() }),
  z.strictObject({
    kind: z.literal('string'),
    key: z.string().refine(isMovedString),
    text: z.string(),
    expiresAt: instant.nullable(),
  }),
]);

/** The text of the file. */
export function encodeCopy(about: CopyHeader, entries: readonly CopyEntry[]): string {
  const lines = [{ arbwatch: 'export', format: FORMAT, ...about }, ...entries, { end: entries.length }];
  let sum = '';
  return lines
    .map((line) => {
      sum = sumOf(sum, JSON.stringify(line));
      return `${JSON.stringify({ ...line, sum })}\n`;
    })
    .join('');
}

/** What the file holds. Throws CopyFileError for the first line that is not as it should be. */
export function decodeCopy(text: string): {
  readonly about: CopyHeader;
  readonly entries: readonly CopyEntry[];
} {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  let sum = '';
  const read = lines.map((line, i) => {
    const fields = fieldsIn(line, i + 1, i + 1 === lines.length);
    const { sum: own, ...rest } = fields;
    // What stands in the first line is told before that it was changed: it may be another file.
    if (i === 0) checkHeader(rest);
    sum = sumOf(sum, JSON.stringify(rest));
    if (own !== sum) throw new CopyFileError(i + 1, { kind: 'changed' });
    return rest;
  });
  const [first, ...others] = read;
  if (first === undefined) throw new CopyFileError(1, { kind: 'no_export' });
  const last = ending.safeParse(others.at(-1));
  if (!last.success) throw new CopyFileError(lines.length, { kind: 'cut_off' });
  const entries = others.slice(0, -1).map((each, i) => {
    const { data } = entry.safeParse(each);
    if (data === undefined) throw new CopyFileError(i + 2, { kind: 'no_entry' });
    return data;
  });
  return { about: header.parse(first), entries };
}

function fieldsIn(line: string, number: number, isLast: boolean): Record<string, unknown> {
  const fields = parseJson(line);
  if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { ...fields };
  throw new CopyFileError(number, { kind: number === 1 ? 'no_export' : isLast ? 'cut_off' : 'not_json' });
}

function checkHeader(fields: Record<string, unknown>): void {
  const { data } = header.pick({ arbwatch: true, format: true }).safeParse(fields);
  if (data === undefined) throw new CopyFileError(1, { kind: 'no_export' });
  if (data.format !== FORMAT) throw new CopyFileError(1, { kind: 'other_format', format: data.format });
}

const sumOf = (before: string, line: string): string =>
  createHash('sha256').update(`${before}\n${line}`).digest('hex').slice(0, 16);
