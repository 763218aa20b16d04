import type { Line } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';

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
