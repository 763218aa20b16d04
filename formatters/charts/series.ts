/** A value as it was read. */
export interface PlottedReading {
  readonly at: Date;
  readonly value: number;
  /** The lowest and the highest since the reading before, where there were others in between. */
  readonly min?: number;
  readonly max?: number;
}

/** A lowest or highest value; `at` is null where it lay between two readings. */
export interface Extreme {
  readonly value: number;
  readonly at: Date | null;
}

/** A time for which there is no value, and why, in a few words: `the bot was down`. */
export interface PlottedGap {
  readonly from: Date;
  readonly to: Date;
  readonly gap: string;
}

/** Values over time, in any order. Nothing is known between two readings, and nothing is made up for it. */
export interface PlottedSeries {
  readonly name: string;
  readonly points: readonly (PlottedReading | PlottedGap)[];
}

/** What a series did between its first and its last reading in the time that is plotted. */
export interface SeriesSummary {
  readonly name: string;
  readonly first: PlottedReading;
  readonly last: PlottedReading;
  readonly lowest: Extreme;
  readonly highest: Extreme;
  /** From the first reading to the last. */
  readonly change: number;
  /** The same in per cent of the first value; null where that is not above 0. */
  readonly percent: number | null;
}

/** The readings whose value is a number, the oldest first. */
export const readingsOf = ({ points }: PlottedSeries): PlottedReading[] =>
  points
    .filter((point) => 'value' in point)
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.at.getTime() - b.at.getTime());

/** The times without a value, the oldest first. */
export const gapsOf = ({ points }: PlottedSeries): PlottedGap[] =>
  points.filter((point) => 'gap' in point).sort((a, b) => a.from.getTime() - b.from.getTime());

/** The difference of two figures without the digits that the subtraction makes up. */
export function difference(value: number, from: number): number {
  const size = Math.max(Math.abs(value), Math.abs(from), 1);
  const decimals = Math.min(Math.max(15 - Math.ceil(Math.log10(size)), 0), 20);
  return Number((value - from).toFixed(decimals));
}

/** A value in per cent more or less than another one; null where that one is not above 0. */
export const percentChange = (value: number, from: number): number | null =>
  from > 0 && Number.isFinite(value / from) ? (difference(value, from) / from) * 100 : null;

/** Null where there is no reading. */
export function summarize(name: string, readings: readonly PlottedReading[]): SeriesSummary | null {
  const [first] = readings;
  const last = readings.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    name,
    first,
    last,
    lowest: readings.map(lowestOf).reduce((least, one) => (one.value < least.value ? one : least)),
    highest: readings.map(highestOf).reduce((most, one) => (one.value > most.value ? one : most)),
    change: difference(last.value, first.value),
    percent: percentChange(last.value, first.value),
  };
}

const lowestOf = ({ at, value, min = value }: PlottedReading): Extreme =>
  min < value ? { value: min, at: null } : { value, at };

const highestOf = ({ at, value, max = value }: PlottedReading): Extreme =>
  max > value ? { value: max, at: null } : { value, at };
