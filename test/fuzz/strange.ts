import { isJsonObject, type JsonObject } from '../../sandbox/json';

/*
 * What nobody but a formatter of the bot may have written into a message. Written from Slack's own documents, and
 * sharing nothing with the formatters: it knows of every mark-up there is, and of the few tokens that the bot uses.
 */

export interface Written {
  readonly text: string;
  readonly blocks: readonly object[];
}

/** Who may be named in a message, by id: nobody unless given. */
export type Named = readonly string[];

const DATE_FORMATS = ['{date_short_pretty} {time_secs}', '{date_short_pretty} {time}', '{time}'];
const OWN_DATE =
  /^!date\^-?\d{1,14}\^\{date_short_pretty\} \{time(?:_secs)?\}\|[+-]?\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/;
const UTC_TEXT = /^[+-]?\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/;
/** Drawn as nothing, or in place of something else; the joiners belong to words and to emoji. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const EMOJI_NAME = /:[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:/i;
const OWN_BOLD = '*Demo data.*';
/** What a figure turns into where nobody looked at it first. Values of the state stand in code or in quotes. */
const NO_FIGURE = /\b(?:NaN|undefined|null|Infinity)\b|∞|\[object|Invalid Date/;

/** What is in the message that no formatter of the bot writes; empty where nothing got in. */
export function strangeIn({ text, blocks }: Written, named: Named = []): string[] {
  return [
    ...strangeInMrkdwn(text, named).map((what) => `text: ${what}`),
    ...blocks.flatMap((block, i) => strangeInPart(block, named).map((what) => `block ${i}: ${what}`)),
  ];
}

function strangeInPart(part: unknown, named: Named): string[] {
  if (Array.isArray(part)) return part.flatMap((each) => strangeInPart(each, named));
  if (!isJsonObject(part)) return [];
  const own = strangeInOne(part, named);
  const inner = Object.entries(part).flatMap(([key, value]) =>
    key === 'style' ? [] : strangeInPart(value, named),
  );
  return [...own, ...inner];
}

function strangeInOne(part: JsonObject, named: Named): string[] {
  const links = ['url', 'image_url', 'user', 'link'].filter((key) => typeof part[key] === 'string');
  if (links.length > 0) return [`leads somewhere: ${JSON.stringify(part)}`];
  const text = typeof part.text === 'string' ? part.text : '';
  switch (part.type) {
    case 'mrkdwn':
      return strangeInMrkdwn(text, named);
    case 'plain_text':
      return [
        ...(part.emoji === false ? [] : [`may draw emoji: ${text}`]),
        ...unseen(text),
        ...noFigure(text),
      ];
    case 'raw_text':
      return [
        ...(EMOJI_NAME.test(text) ? [`names an emoji: ${text}`] : []),
        ...unseen(text),
        ...noFigure(text),
      ];
    case 'text':
      return strangeInLeaf(part, text);
    case 'date':
      return strangeDate(part);
    case 'user':
    case 'usergroup':
    case 'channel': {
      const id = part[`${part.type}_id`];
      return typeof id === 'string' && named.includes(id) ? [] : [`names somebody: ${JSON.stringify(part)}`];
    }
    case 'link':
    case 'emoji':
    case 'broadcast':
    case 'color':
      return [`is not of the bot's: ${JSON.stringify(part)}`];
    default:
      return [];
  }
}

function strangeInLeaf({ style }: JsonObject, text: string): string[] {
  const styles = isJsonObject(style) ? Object.keys(style) : [];
  const odd = styles.filter((each) => each !== 'bold' && each !== 'code');
  const isCode = styles.includes('code');
  return [
    ...odd.map((each) => `is drawn ${each}: ${text}`),
    ...unseen(text),
    ...(isCode ? [] : noFigure(text)),
  ];
}

function strangeDate({ timestamp, format, fallback, ...rest }: JsonObject): string[] {
  const extra = Object.keys(rest).filter((key) => key !== 'type');
  const isOwn =
    Number.isSafeInteger(timestamp) &&
    DATE_FORMATS.some((own) => format === own) &&
    UTC_TEXT.test(String(fallback));
  return isOwn && extra.length === 0
    ? []
    : [`is no date of the bot's: ${JSON.stringify({ timestamp, format, fallback, ...rest })}`];
}

/** All that a text with mark-up holds, beside what formatters write. */
function strangeInMrkdwn(text: string, named: Named): string[] {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return [`a code span is not closed: ${text}`];
  const code = parts.filter((_, i) => i % 2 === 1);
  const outside = parts.filter((_, i) => i % 2 === 0).join('\ufffc');
  const said = outside.replaceAll(OWN_BOLD, '');
  return [
    ...code.filter((each) => each === '').map(() => `an empty code span, which may join others: ${text}`),
    ...code.filter((each) => /[<>\n]/.test(each)).map((each) => `code has angles or ends its line: ${each}`),
    ...[...text.matchAll(/&(?!(?:amp|lt|gt);)/g)].map(() => `an & that is not escaped: ${text}`),
    ...strangeAngles(said, named),
    ...[...withoutTokens(said).matchAll(/[*~]+|(?<!\w)_|_(?!\w)/g)].map(
      ([mark]) => `${mark} outside of code: ${text}`,
    ),
    ...(EMOJI_NAME.test(withoutTokens(said)) ? [`names an emoji: ${text}`] : []),
    ...(/^(?:&gt;|>)/m.test(said) ? [`begins a quotation: ${text}`] : []),
    ...(/https?:\/\/|www\.|mailto:/i.test(said) ? [`a link that Slack makes: ${text}`] : []),
    ...unseen(text),
    ...noFigure(outside),
  ];
}

const withoutTokens = (text: string): string => text.replace(/<[^<>]*>/g, ' ');

function strangeAngles(text: string, named: Named): string[] {
  const left = text.replace(/<([^<>]*)>/g, (whole, inner: string) => (isOwn(inner, named) ? '' : whole));
  return /[<>]/.test(left) ? [`a token that is not the bot's: ${left}`] : [];
}

function isOwn(inner: string, named: Named): boolean {
  const id = /^(?:@|#|!subteam\^)([A-Z0-9]+)$/.exec(inner)?.[1];
  return OWN_DATE.test(inner.replaceAll('\ufffc', '')) || (id !== undefined && named.includes(id));
}

const unseen = (text: string): string[] =>
  UNSEEN.test(text.replaceAll('\n', '')) ? [`holds what is not seen: ${JSON.stringify(text)}`] : [];

const noFigure = (text: string): string[] =>
  NO_FIGURE.test(text.replace(/"(?:[^"\\]|\\.)*"?/g, '')) ? [`no figure: ${text}`] : [];
