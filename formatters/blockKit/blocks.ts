import type {
  ContextBlock,
  HeaderBlock,
  RawTextElement,
  RichTextBlock,
  RichTextElement,
  RichTextSection,
  TableBlock,
} from '@slack/types';
import { escapeInvisible, escapeMrkdwn, sanitize, truncate } from './escape';
import { BLOCK_LIMITS } from './slackLimits';

/**
 * A part of a line: our own words, stressed words, a name or value from outside, an instant, a link with our own words,
 * somebody in Slack: a user (U…), a user group (S…) or a channel (C…); or everybody who is active in the channel.
 */
export type TextSpan =
  | string
  | { readonly bold: string }
  | { readonly literal: string; readonly limit?: number }
  | { readonly time: Date; readonly as?: keyof typeof TIME_FORMATS }
  | { readonly link: string; readonly text: string }
  | { readonly mention: string }
  | { readonly broadcast: 'here' };

export type Line = readonly TextSpan[];

export const bold = (text: string): TextSpan => ({ bold: text });
/** A name or value from outside, at most `limit` characters of it. */
export const literal = (text: string, limit?: number): TextSpan =>
  limit === undefined ? { literal: text } : { literal: text, limit };
export const time = (at: Date): TextSpan => ({ time: at });
/** An instant to the minute, for one that is not known exactly. */
export const minuteTime = (at: Date, withDay: boolean): TextSpan => ({
  time: at,
  as: withDay ? 'minute' : 'clock',
});
export const mention = (id: string): TextSpan => ({ mention: id });
/** `@here`: never made from what stands in a text. */
export const broadcastHere: TextSpan = { broadcast: 'here' };

/** A line: line`Down since ${time(at)}.` A part that is null leaves nothing. */
export const line = (
  words: TemplateStringsArray,
  ...parts: readonly (TextSpan | Line | null)[]
): TextSpan[] =>
  words
    .flatMap((text, i): Line => {
      const part = parts[i] ?? '';
      return [text, ...(isLine(part) ? part : [part])];
    })
    .filter((span) => span !== '');

const isLine = (part: TextSpan | Line): part is Line => Array.isArray(part);

/** The same with nothing in between, or with `between`; null parts are left out. */
export const joined = (parts: readonly (TextSpan | Line | null)[], between = ''): TextSpan[] =>
  parts
    .filter((part) => part !== null)
    .flatMap((part, i): Line => [...(i === 0 ? [] : [between]), ...(isLine(part) ? part : [part])])
    .filter((span) => span !== '');

/** An instant that is not exact is shown to the minute: with its day, or as the clock alone. */
const TIME_FORMATS = {
  exact: '{date_short_pretty} {time_secs}',
  minute: '{date_short_pretty} {time}',
  clock: '{time}',
};

const epochSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);

/** An instant for readers whose Slack cannot place it in their zone: `2026-11-22 07:41:41 UTC`. */
const utcText = (time: Date): string => `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** True for what has the form of an id of a user, a user group or a channel. */
export const isSlackId = (text: string): boolean => /^[UWSCG][A-Z0-9]{2,20}$/.test(text);

/** An instant in each reader's own zone and language, as mrkdwn. */
export const slackDate = (time: Date): string =>
  `<!date^${epochSeconds(time)}^${TIME_FORMATS.exact}|${utcText(time)}>`;

/** The same to the minute. */
export const slackMinute = (time: Date): string =>
  `<!date^${epochSeconds(time)}^${TIME_FORMATS.minute}|${utcText(time)}>`;

/** A link with our own words, as mrkdwn. Of a `>` or `|` in the address Slack would make its end. */
export const slackLink = (url: string, text: string): string =>
  `<${escapeMrkdwn(url).replaceAll('|', '%7C')}|${escapeMrkdwn(text)}>`;

/** The line that is read first, drawn large. */
export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: truncate(escapeInvisible(text), BLOCK_LIMITS.headerText), emoji: false },
});

function element(piece: TextSpan): RichTextElement {
  if (typeof piece === 'string') return { type: 'text', text: piece };
  if ('bold' in piece) return { type: 'text', text: piece.bold, style: { bold: true } };
  if ('literal' in piece) return literalElement(piece.literal, piece.limit);
  if ('mention' in piece) return mentionElement(piece.mention);
  if ('broadcast' in piece) return { type: 'broadcast', range: piece.broadcast };
  if ('link' in piece) return { type: 'link', url: piece.link, text: piece.text };
  return {
    type: 'date',
    timestamp: epochSeconds(piece.time),
    format: TIME_FORMATS[piece.as ?? 'exact'],
    fallback: utcText(piece.time),
  };
}

const literalElement = (text: string, limit?: number): RichTextElement => ({
  type: 'text',
  text: sanitize(text, limit),
  style: { code: true },
});

/** What has not the form of an id is shown as it is. */
function mentionElement(id: string): RichTextElement {
  if (!isSlackId(id)) return literalElement(id);
  if (/^[UW]/.test(id)) return { type: 'user', user_id: id };
  return id.startsWith('S') ? { type: 'usergroup', usergroup_id: id } : { type: 'channel', channel_id: id };
}

const section = (pieces: Line): RichTextSection => ({
  type: 'rich_text_section',
  elements: joinedTexts(pieces).map(element),
});

/** With plain texts that follow one another as one: each element takes room of the message's limit. */
function joinedTexts(pieces: Line): Line {
  const joinedPieces: TextSpan[] = [];
  for (const piece of pieces) {
    const last = joinedPieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') joinedPieces.splice(-1, 1, last + piece);
    else if (piece !== '') joinedPieces.push(piece);
  }
  return joinedPieces;
}

/** Lines of text below one another. Nothing in them is read as markup. */
export const richText = (...all: readonly Line[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [section(all.flatMap((pieces, i) => (i === 0 ? pieces : ['\n', ...pieces])))],
});

/** A stressed line and a bulleted list below it. */
export const bulletList = (title: string, items: readonly Line[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [
    section([{ bold: title }]),
    { type: 'rich_text_list', style: 'bullet', elements: items.map(section) },
  ],
});

/** Small print: our own words and dates as mrkdwn. Names from outside belong in `richText`. */
export const contextBlock = (...mrkdwn: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: mrkdwn.join('\n') }],
});

/** A cell of our own words and figures. */
export const tableCell = (text: string): RawTextElement => ({ type: 'raw_text', text });

/** A cell with a name from outside, in which an emoji's name stays a name. */
export const nameTableCell = (text: string, limit?: number): RichTextBlock =>
  richText([sanitize(text, limit)]);

/** A table whose first column holds names and whose other columns hold figures. Its first row is the heading. */
export const table = (rows: TableBlock['rows']): TableBlock => ({
  type: 'table',
  column_settings: (rows[0] ?? []).map((_, i) =>
    i === 0 ? { align: 'left', is_wrapped: true } : { align: 'right', is_wrapped: false },
  ),
  rows,
});
