import { memoize } from '../../src/lib/memoize';
import { isSlackId, type Line, slackDate, slackLink, type TextSpan } from './blocks';
import { codeSpan, escapeInvisible, escapeMrkdwn } from './escape';

/* The same pieces as `blocks.ts` draws, for a message's `text`: what a notification and a screen reader speak. */

/** An address becomes a link by itself, and a line that begins with > a quotation. */
const MARKUP = /[*_~`]|:[\w+'-]+:|https?:\/\/|mailto:|\bwww\.|^\s*>/i;

/** A text that suffices alone is not longer, for more would not be spoken. */
export const TEXT_LENGTH = 3_000;

/** Words that may hold names from outside: as they are where nothing in them is markup, else in a code span. */
export const safeText = (text: string, limit = 300): string =>
  MARKUP.test(text) || text.length > limit ? codeSpan(text, limit) : escapeMrkdwn(escapeInvisible(text));

/**
 * `02:58 UTC`, or `2026-11-21 02:58 UTC` where that is not the day of `now` in that zone. Throws RangeError for a zone
 * that does not exist.
 */
export function clockText(time: Date, now: Date, zone: string): string {
  const { day, clock } = formatsOf(zone);
  const [dayOfTime, clockOfTime] = [day.format(time), clock.format(time)];
  return dayOfTime === day.format(now) ? clockOfTime : `${dayOfTime} ${clockOfTime}`;
}

/** To be copied: `2026-11-22 02:58:00 UTC (11:58:00)`, with the day where it is not the same in that zone. */
export function localAndUtc(time: Date, zone: string): string {
  const [day = '', clock = ''] = time.toISOString().slice(0, 19).split('T');
  const local = secondsOf(zone).format(time);
  const [localDay, localClock] = local.split(' ');
  if (local === `${day} ${clock}`) return `${local} UTC`;
  return `${day} ${clock} UTC (${localDay === day ? localClock : local})`;
}

const secondsOf = memoize(
  (zone: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
);

/** They are slow to make. */
const formatsOf = memoize((zone: string) => ({
  day: new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }),
  clock: new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }),
}));

const mentionText = (id: string): string => {
  if (!isSlackId(id)) return codeSpan(id);
  if (/^[UW]/.test(id)) return `<@${id}>`;
  return id.startsWith('S') ? `<!subteam^${id}>` : `<#${id}>`;
};

/** A line as mrkdwn; instants as the clock shows them in `zone`. */
export const toFallbackText = (pieces: Line, now: Date, zone: string): string =>
  pieces
    .map((piece) => {
      if (typeof piece === 'string') return safeText(piece);
      if ('bold' in piece) return safeText(piece.bold);
      if ('literal' in piece) return codeSpan(piece.literal, piece.limit);
      if ('link' in piece) return slackLink(piece.link, piece.text);
      if ('broadcast' in piece) return `<!${piece.broadcast}>`;
      return 'mention' in piece ? mentionText(piece.mention) : clockText(piece.time, now, zone);
    })
    .join('');

/** The same of a line without an instant. */
export const mrkdwn = (pieces: Line): string => toFallbackText(pieces, EPOCH, 'UTC');

const EPOCH = new Date(0);

/** A line as mrkdwn for a block: instants in each reader's own zone. */
export const blockMrkdwn = (pieces: Line): string =>
  pieces
    .map((piece) => (typeof piece === 'object' && 'time' in piece ? slackDate(piece.time) : mrkdwn([piece])))
    .join('');

const TOKENS = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|<@[UW][A-Z0-9]{2,20}>)/;

/** A sentence as pieces: ISO 8601 instants in UTC are shown in the reader's zone, `<@U…>` as the person. */
export const parseSentence = (text: string, limit = 1_000): TextSpan[] =>
  escapeInvisible(text)
    .slice(0, limit)
    .split(TOKENS)
    .filter((part) => part !== '')
    .map((part): TextSpan => {
      if (part.startsWith('<@') && TOKENS.test(part)) return { mention: part.slice(2, -1) };
      const at = TOKENS.test(part) ? new Date(part) : null;
      return at === null || Number.isNaN(at.getTime()) ? part : { time: at };
    });
