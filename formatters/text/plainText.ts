import type { PlainTextOptions } from '../blockKit/options';
import type { Row } from '../live/liveRows';

/* Lines for a terminal. */

/** An instant in a zone, with the zone's name: `2026-11-22 16:41:51 Asia/Seoul`. Throws RangeError for no zone. */
// Sweden writes a date as ISO 8601 does.
export const zonedText = (time: Date, zone: string): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(time)} ${zone}`;

/** A line when there is something to say. */
export const maybe = <T>(words: T | null, line: (words: T) => string): string[] =>
  words === null ? [] : [line(words)];

/** Labels to the left, figures to the right. */
export function aligned(rows: readonly Row[]): string[] {
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const values = Math.max(...rows.map(({ value }) => value.length));
  return rows.map(({ label, value }) => `  ${label.padEnd(labels)}  ${value.padStart(values)}`);
}

/** What says that these are the demo's figures. */
export const demoLine = ({ demo }: PlainTextOptions): string[] =>
  demo ? ['DEMO DATA: not from a real trader.'] : [];
