import { HISTORY_FIELDS, type HistoryField, isCounter } from '../model/fields';
import type { Aggregate, Fall } from '../model/series';
import { type Aggregates, eachField } from './bucket';

/**
 * Beside the last value of each field, what differs from it, in a few bytes: for each field its number, a mask of what
 * follows, and that as doubles. What is not there is as usual: `first` is the last value, `min` the lesser and `max` the
 * greater of the two, `count` the number of checks, `increase` of a counter what it rose by, the peak of a fall `max`.
 */
const [FIRST, MIN, MAX, COUNT, INCREASE, RESETS, TROUGH, PEAK] = [1, 2, 4, 8, 16, 32, 64, 128];

/** Null where all is as usual. */
export function encodeSpread(fields: Aggregates, checks: number): Uint8Array | null {
  const bytes = Buffer.alloc(HISTORY_FIELDS.length * (2 + 8 * 8));
  let length = 0;
  for (const [number, field] of HISTORY_FIELDS.entries()) {
    const aggregate = fields[field];
    if (aggregate === undefined) continue;
    const start = length;
    let mask = 0;
    length += 2;
    for (const [bit, value] of unusual(field, aggregate, checks)) {
      mask |= bit;
      length = bytes.writeDoubleLE(value, length);
    }
    if (mask === 0) length = start;
    else bytes.set([number, mask], start);
  }
  return length === 0 ? null : bytes.subarray(0, length);
}

function unusual(field: HistoryField, aggregate: Aggregate, checks: number): [bit: number, value: number][] {
  const { first, last, min, max, count, increase, resets, fall } = aggregate;
  const all: [number, number, number][] = [
    [FIRST, first, last],
    [MIN, min, Math.min(first, last)],
    [MAX, max, Math.max(first, last)],
    [COUNT, count, checks],
    [INCREASE, increase, usualIncrease(field, first, last)],
    [RESETS, resets, 0],
    [TROUGH, fall?.trough ?? Number.NaN, Number.NaN],
    [PEAK, fall?.peak ?? max, max],
  ];
  return all.flatMap(([bit, value, usual]) => (Object.is(value, usual) ? [] : [[bit, value]]));
}

/** `only`: the others are not decoded. */
export function decodeSpread(
  lasts: readonly (number | null)[],
  bytes: Uint8Array | null,
  checks: number,
  only?: number,
): Aggregates {
  const spread = bytes === null ? new Map<number, Spread>() : readSpread(bytes, only);
  return eachField((field) => {
    const number = HISTORY_FIELDS.indexOf(field);
    const last = lasts[number] ?? null;
    return last === null ? null : aggregateFrom(field, last, spread.get(number), checks);
  });
}

const usualIncrease = (field: HistoryField, first: number, last: number): number =>
  isCounter(field) ? Math.max(0, last - first) : 0;

type Spread = Readonly<Record<number, number>>;

function readSpread(bytes: Uint8Array, only: number | undefined): Map<number, Spread> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const spread = new Map<number, Spread>();
  let at = 0;
  while (at + 2 <= view.byteLength) {
    const number = view.getUint8(at);
    const mask = view.getUint8(at + 1);
    at += 2;
    const values: Record<number, number> = {};
    for (let bit = 1; bit <= PEAK; bit *= 2) {
      if ((mask & bit) === 0) continue;
      values[bit] = view.getFloat64(at, true);
      at += 8;
    }
    if (only === undefined || only === number) spread.set(number, values);
  }
  return spread;
}

function aggregateFrom(field: HistoryField, last: number, spread: Spread = {}, checks: number): Aggregate {
  const first = spread[FIRST] ?? last;
  const max = spread[MAX] ?? Math.max(first, last);
  const trough = spread[TROUGH];
  const fall: Fall | null = trough === undefined ? null : { trough, peak: spread[PEAK] ?? max };
  return {
    first,
    last,
    min: spread[MIN] ?? Math.min(first, last),
    max,
    count: spread[COUNT] ?? checks,
    increase: spread[INCREASE] ?? usualIncrease(field, first, last),
    resets: spread[RESETS] ?? 0,
    fall,
  };
}
