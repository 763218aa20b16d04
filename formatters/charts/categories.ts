import type { PlottedReading } from './series';

/** A place on the time axis, at which every series has a value that was read. */
export interface Category {
  /** When the last of the values was read. */
  readonly at: Date;
  /** One for each series, in their order. */
  readonly values: readonly number[];
}

/**
 * At most `limit` times, evenly spread, at which every series has a reading: first the one from which all of them have
 * values, then the last readings of equally long parts of the time after it. A part in which one of them has none is left
 * out.
 * @param all the readings of each series, the oldest first; none of them is empty
 */
export function categoriesOf(all: readonly (readonly PlottedReading[])[], limit: number): Category[] {
  const startMs = Math.max(...all.map(([first]) => msOf(first)));
  const plotted = all.map((readings) => readings.filter((reading) => msOf(reading) >= startMs));
  const base = categoryOf(plotted.map(([first]) => first));
  if (base === null) return [];
  const baseMs = base.at.getTime();
  const endMs = Math.max(...plotted.map((readings) => msOf(readings.at(-1))));
  const parts = limit - 1;
  const partMs = (endMs - baseMs) / parts;
  const partOf = (reading: PlottedReading): number =>
    Math.min(parts, Math.ceil((msOf(reading) - baseMs) / Math.max(partMs, 1)));
  const lastIn = plotted.map((readings) => new Map(readings.map((reading) => [partOf(reading), reading])));
  const rest = Array.from({ length: parts }, (_, i) =>
    categoryOf(lastIn.map((readings) => readings.get(i + 1))),
  );
  return [base, ...rest].filter((category) => category !== null);
}

const msOf = (reading: PlottedReading | undefined): number => reading?.at.getTime() ?? Number.NaN;

/** Null where one of them is missing. */
function categoryOf(readings: readonly (PlottedReading | undefined)[]): Category | null {
  const found = readings.filter((reading) => reading !== undefined);
  if (found.length < readings.length || found.length === 0) return null;
  return { at: new Date(Math.max(...found.map(msOf))), values: found.map(({ value }) => value) };
}
