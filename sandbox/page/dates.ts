import { DateTime } from 'luxon';

/** Whose eyes a thing is drawn for, and when. */
export interface Reader {
  /** IETF language tag. */
  readonly locale: string;
  /** IANA zone. */
  readonly timeZone: string;
  readonly now: Date;
}

const TOKEN = /\{(\w+)\}/g;

/**
 * What Slack makes of `<!date^epoch^format|fallback>` for this reader: in their zone, in their language. The fallback
 * stands where the time is no time or the format has a token nobody knows.
 * Source: docs.slack.dev, "Formatting message text", "Date formatting".
 */
export function dateText(epochS: number, format: string, fallback: string, reader: Reader): string {
  const at = DateTime.fromSeconds(epochS, { zone: reader.timeZone, locale: reader.locale });
  if (!at.isValid) return fallback;
  let isKnown = true;
  const text = format.replace(TOKEN, (_, token: string) => {
    const shown = tokenText(token, at, reader);
    isKnown &&= shown !== null;
    return shown ?? '';
  });
  return isKnown ? text : fallback;
}

/** When a message was posted: the time of day, after the date when that was not today. */
export function postedText(epochS: number, reader: Reader): string {
  const isToday = dayFromToday(DateTime.fromSeconds(epochS, { zone: reader.timeZone }), reader) === 0;
  return dateText(epochS, isToday ? '{time}' : '{date_short_pretty} {time}', '', reader);
}

/** The day it is for this reader, such as `2026-11-22`. */
export function todayOf(reader: Reader): string {
  return DateTime.fromJSDate(reader.now, { zone: reader.timeZone }).toFormat('yyyy-MM-dd');
}

function tokenText(token: string, at: DateTime, reader: Reader): string | null {
  // Node puts a narrow no-break space before AM and PM; Slack, a space.
  const styled = (options: Intl.DateTimeFormatOptions) =>
    at.toLocaleString(options).replaceAll('\u202f', ' ');
  switch (token) {
    case 'date_num':
      return at.toFormat('yyyy-MM-dd');
    case 'date':
      return styled({ year: 'numeric', month: 'long', day: 'numeric' });
    case 'date_short':
      return styled({ year: 'numeric', month: 'short', day: 'numeric' });
    case 'date_long':
      return styled({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
    case 'date_pretty':
    case 'date_short_pretty':
    case 'date_long_pretty':
      return nearDay(at, reader) ?? tokenText(token.replace('_pretty', ''), at, reader);
    case 'time':
      return styled({ hour: 'numeric', minute: '2-digit' });
    case 'time_secs':
      return styled({ hour: 'numeric', minute: '2-digit', second: '2-digit' });
    case 'ago':
      return at.toRelative({ base: DateTime.fromJSDate(reader.now) });
    default:
      return null;
  }
}

/** Today, yesterday or tomorrow, in the reader's language; null for any other day. */
function nearDay(at: DateTime, reader: Reader): string | null {
  const days = dayFromToday(at, reader);
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
}

function dayFromToday(at: DateTime, reader: Reader): number {
  const today = DateTime.fromJSDate(reader.now, { zone: reader.timeZone }).startOf('day');
  return Math.round(at.startOf('day').diff(today, 'days').days);
}
