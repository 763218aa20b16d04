/*
 * Doubles that are close to one that is known, in few bytes: what two of them have in common, they begin with, and whole numbers
 * end in zeros. A byte says how many bytes of their XOR are zero before, and how many follow.
 */

const double = new Float64Array(1);
const bytes = new Uint8Array(double.buffer);
/** The byte of a double that holds its sign, and so the one that it begins with. */
const TOP = new Uint8Array(new Float64Array([-0]).buffer)[7] === 0x80 ? 7 : 0;
const near = new Uint8Array(8);

/** The byte at `i`, from the one with the sign on. */
const at = (i: number): number => (TOP === 7 ? 7 - i : i);

/** The most that one takes. */
export const MAX_DOUBLE_BYTES = 9;

/** Writes `value` behind `offset`; the offset behind it. */
export function writeDouble(target: Uint8Array, offset: number, value: number, known: number): number {
  double[0] = known;
  near.set(bytes);
  double[0] = value;
  let first = 0;
  while (first < 8 && bytes[at(first)] === near[at(first)]) first += 1;
  let end = 8;
  while (end > first && bytes[at(end - 1)] === near[at(end - 1)]) end -= 1;
  target[offset] = first * 16 + (end - first);
  let to = offset + 1;
  for (let i = first; i < end; i++) {
    target[to] = (bytes[at(i)] ?? 0) ^ (near[at(i)] ?? 0);
    to += 1;
  }
  return to;
}

/** The value behind `offset`. */
export function readDouble(source: Uint8Array, offset: number, known: number): number {
  const head = source[offset] ?? 0;
  const first = head >> 4;
  const length = head & 15;
  double[0] = known;
  for (let i = 0; i < length; i++) {
    const place = at(first + i);
    bytes[place] = (bytes[place] ?? 0) ^ (source[offset + 1 + i] ?? 0);
  }
  return double[0] ?? 0;
}

/** The offset behind the value that begins at `offset`. */
export const skipDouble = (source: Uint8Array, offset: number): number =>
  offset + 1 + ((source[offset] ?? 0) & 15);
