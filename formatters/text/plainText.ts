import type { Line } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import type { PlainTextOptions } from '../blockKit/options';
import { t } from './catalogue';

/* Lines for a terminal. */

/** An instant in a zone, with the zone's name: `2026-11-22 16:41:51 Asia/Seoul`. Throws RangeError for no zone. */
// Sweden writes a date as ISO 8601 does.
const zonedText = (time: Date, zone: string): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(time)} ${zone}`;

/** A line with control characters in names made visible, instants in `zone`. Throws RangeError for no zone. */
export const plainLine = (pieces: Line, zone: string): string =>
  pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('bold' in piece) return piece.bold;
      if ('literal' in piece) return sanitize(piece.literal, piece.limit);
      if ('link' in piece) return `${piece.text} (${piece.link})`;
      if ('broadcast' in piece) return `@${piece.broadcast}`;
      return 'time' in piece ? zonedText(piece.time, zone) : sanitize(piece.mention);
    })
    .join('');

/** A line when there is something to say. */
export const maybe = <T>(words: T | null, line: (words: T) => string): string[] =>
  words === null ? [] : [line(words)];

/** Labels to the left, figures to the right. */
export function aligned(rows: readonly { readonly label: string; readonly value: string }[]): string[] {
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const values = Math.max(...rows.map(({ value }) => value.length));
  return rows.map(({ label, value }) => `  ${label.padEnd(labels)}  ${value.padStart(values)}`);
}

/** What says that these are the demo's figures. */
export const demoLine = ({ demo }: PlainTextOptions): string[] => (demo ? [t.common.demoLine] : []);
