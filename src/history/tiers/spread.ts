import { HISTORY_FIELDS, type HistoryField, isCounter } from '../model/fields';
import type { Aggregate } from '../model/series';
import type { Aggregates } from './bucket';
import { MAX_DOUBLE_BYTES, readDouble, skipDouble, writeDouble } from './doubles';

/*
 * Beside the last value of each field, what differs from it, in a few bytes: for each field its place, a mask of what follows,
 * and that. What is not there is as usual: `first` is the last value, `min` the lesser and `max` the greater of the two,
 * `count` the number of checks, `increase` of a counter what it rose by, the peak of a fall `max`.
 */
const FIRST = 1;
const MIN = 2;
const MAX = 4;
const COUNT = 8;
const INCREASE = 16;
const RESETS = 32;
const TROUGH = 64;
const PEAK = 128;

const scratch = new Uint8Array(HISTORY_FIELDS.length * (2 + 8 * MAX_DOUBLE_BYTES));

/** Null where all is as usual. */
export function encodeSpread(fields: Aggregates, checks: number): Uint8Array | null {
  let length = 0;
  for (const [place, field] of HISTORY_FIELDS.entries()) {
    const aggregate = fields[field];
    if (aggregate !== undefined) length = writeField(length, place, aggregate, { field, checks });
  }
  return length === 0 ? null : scratch.slice(0, length);
}

interface Usual {
  readonly field: HistoryField;
  readonly checks: number;
}

function writeField(start: number, place: number, aggregate: Aggregate, usual: Usual): number {
  const { first, last, min, max, count, increase, resets, fall } = aggregate;
  let mask = 0;
  let length = start + 2;
  const put = (bit: number, value: number, expected: number, known = last): void => {
    if (value === expected) return;
    mask |= bit;
    length = writeDouble(scratch, length, value, known);
  };
  put(FIRST, first, last);
  put(MIN, min, Math.min(first, last));
  put(MAX, max, Math.max(first, last));
  put(COUNT, count, usual.checks, 0);
  put(INCREASE, increase, usualIncrease(usual.field, first, last), 0);
  put(RESETS, resets, 0, 0);
  if (fall !== null) {
    put(TROUGH, fall.trough, Number.NaN, min);
    put(PEAK, fall.peak, max, max);
  }
  if (mask === 0) return start;
  scratch[start] = place;
  scratch[start + 1] = mask;
  return length;
}

/** All fields that have a last value, in the order of HISTORY_FIELDS. */
export function decodeSpread(
  lasts: readonly (number | null)[],
  spread: Uint8Array | null,
  checks: number,
): Aggregates {
  const fields: Partial<Record<HistoryField, Aggregate>> = {};
  let offset = 0;
  for (let place = 0; place < HISTORY_FIELDS.length; place++) {
    const field = HISTORY_FIELDS[place];
    const last = lasts[place] ?? null;
    const isThere = spread !== null && offset < spread.length && spread[offset] === place;
    if (field !== undefined && last !== null)
      fields[field] = isThere ? readField(spread, offset, last, { field, checks }) : steady(last, checks);
    if (isThere) offset = endOfField(spread, offset);
  }
  return fields;
}

/** One field alone, by its last value. */
export function decodeField(
  field: HistoryField,
  last: number,
  spread: Uint8Array | null,
  checks: number,
): Aggregate {
  const place = HISTORY_FIELDS.indexOf(field);
  let offset = 0;
  if (spread !== null)
    while (offset < spread.length && (spread[offset] ?? 0) < place) offset = endOfField(spread, offset);
  const isThere = spread !== null && offset < spread.length && spread[offset] === place;
  return isThere ? readField(spread, offset, last, { field, checks }) : steady(last, checks);
}

/** Of a value that was the same at each check. */
const steady = (last: number, count: number): Aggregate => ({
  first: last,
  last,
  min: last,
  max: last,
  count,
  increase: 0,
  resets: 0,
  fall: null,
});

function endOfField(spread: Uint8Array, start: number): number {
  let offset = start + 2;
  for (let mask = spread[start + 1] ?? 0; mask > 0; mask >>= 1)
    if ((mask & 1) === 1) offset = skipDouble(spread, offset);
  return offset;
}

function readField(spread: Uint8Array, start: number, last: number, { field, checks }: Usual): Aggregate {
  const mask = spread[start + 1] ?? 0;
  const value = new Reader(spread, start + 2);
  const first = mask & FIRST ? value.next(last) : last;
  const min = mask & MIN ? value.next(last) : Math.min(first, last);
  const max = mask & MAX ? value.next(last) : Math.max(first, last);
  const count = mask & COUNT ? value.next(0) : checks;
  const increase = mask & INCREASE ? value.next(0) : usualIncrease(field, first, last);
  const resets = mask & RESETS ? value.next(0) : 0;
  const trough = mask & TROUGH ? value.next(min) : null;
  const fall = trough === null ? null : { trough, peak: mask & PEAK ? value.next(max) : max };
  return { first, last, min, max, count, increase, resets, fall };
}

/** Values one after another. */
class Reader {
  constructor(
    private readonly source: Uint8Array,
    private offset: number,
  ) {}

  next(known: number): number {
    const value = readDouble(this.source, this.offset, known);
    this.offset = skipDouble(this.source, this.offset);
    return value;
  }
}

const usualIncrease = (field: HistoryField, first: number, last: number): number =>
  isCounter(field) ? Math.max(0, last - first) : 0;
