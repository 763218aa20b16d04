import type { RichTextElement } from '@slack/types';
import { unescapeMrkdwn } from '../../../formatters/blockKit/escape';
import { memoize } from '../../lib/memoize';
import type { Paint } from './style';
import { inTerminalWords } from './terminalWords';

/** How a message looks in this terminal. */
export interface View {
  /** In characters; endless where it is not known, as in a pipe. */
  readonly columns: number;
  readonly paint: Paint;
  /** The IANA zone in which times are shown. */
  readonly zone: string;
  /** Times of this day are shown without it. */
  readonly now: Date;
}

/** `16:41:51 GMT+9`, or `2026-11-21 16:41:51 GMT+9` where that is not today, in the terminal's zone. */
export function clockTime(epochSeconds: number, { zone, now }: View, toMinute = false): string {
  const { day, seconds, minutes } = formatsOf(zone);
  const clock = toMinute ? minutes : seconds;
  const at = new Date(epochSeconds * 1000);
  return day.format(at) === day.format(now) ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;

/** They are slow to make. */
const formatsOf = memoize((timeZone: string) => ({
  // Sweden writes a date as ISO 8601 does.
  day: new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }),
  seconds: new Intl.DateTimeFormat('en-GB', { ...CLOCK, timeZone, second: '2-digit' }),
  minutes: new Intl.DateTimeFormat('en-GB', { ...CLOCK, timeZone }),
}));

/** A part of a line of rich text. */
export function richElementText(element: RichTextElement, view: View): string {
  const { paint } = view;
  switch (element.type) {
    case 'text': {
      const text = inTerminalWords(element.text);
      if (element.style?.code) return paint(text, 'cyan');
      return element.style?.bold ? paint(text, 'bold') : text;
    }
    case 'date':
      return clockTime(element.timestamp, view, element.format.includes('{time}'));
    case 'link':
      return linkText(element.url, element.text ?? null);
    case 'user':
      return `@${element.user_id}`;
    case 'usergroup':
      return `@${element.usergroup_id}`;
    case 'channel':
      return `#${element.channel_id}`;
    case 'broadcast':
      return `@${element.range}`;
    case 'emoji':
      return `:${element.name}:`;
    default:
      return '';
  }
}

export const linkText = (url: string, label: string | null): string =>
  label === null || label === url ? url : `${label} (${url})`;

const DATE = /<!date\^(\d+)\^[^|>]*(?:\|[^>]*)?>/g;
const LINK = /<(https?:[^|>]+)(?:\|([^>]*))?>/g;
const MENTION = /<(?:@|#|!subteam\^|!)([\w-]+)(?:\|[^>]*)?>/g;
const CODE = /`([^`\n]+)`/g;
const BOLD = /(?<![\w*])\*([^*\n]+)\*(?![\w*])/g;

/** Our own words with dates and code as mrkdwn has them. */
export function mrkdwnText(mrkdwn: string, view: View): string {
  const { paint } = view;
  const text = mrkdwn
    .replace(DATE, (_, seconds) => clockTime(Number(seconds), view))
    .replace(LINK, (_, url, label) => linkText(url, label ?? null))
    .replace(MENTION, (_, id) => `@${id}`)
    .replace(BOLD, (_, words) => paint(words, 'bold'))
    .replace(CODE, (_, words) => paint(words, 'cyan'));
  return inTerminalWords(unescapeMrkdwn(text));
}
