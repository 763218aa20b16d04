/*
 * Names and values from outside are free text: they may hold `<!channel>`, `*`, `:skull:`, a newline or a right-to-left
 * override. Blocks carry them as rich_text and raw_text, which Slack shows character by character and which need no
 * escaping. Where mrkdwn cannot be avoided (a message's `text`) they go into a code span: Slack formats nothing inside
 * one and draws no emoji there, and unlike a name with zero-width characters slipped in it can be copied and typed back.
 */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

// The joiners U+200C and U+200D belong to written words and to emoji, and harm nothing.
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const HALF_A_TOKEN = /(?:&[a-z]{0,4}|<(?:!date\^|https:)[^>]*)$/;

const codeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

/**
 * The text on one line with what is unseen made visible, as JSON would write it: control characters, line ends, text
 * direction overrides, zero-width characters and halves of surrogate pairs. Safe for a terminal too.
 */
export const escapeInvisible = (text: string): string =>
  text.replace(
    UNSEEN,
    (unseen) =>
      SHORT_ESCAPES[unseen] ??
      Array.from({ length: unseen.length }, (_, i) => codeUnit(unseen.charCodeAt(i))).join(''),
  );

/**
 * The text cut to at most `limit` characters (UTF-16 code units, as Slack counts) with `…` where it was cut. Never
 * leaves half a surrogate pair, half an escape such as `&am`, half a date token or half a link.
 */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, Math.max(limit - 1, 0));
  const whole = /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
  return `${whole.replace(HALF_A_TOKEN, '')}…`;
}

/** Escapes what mrkdwn would read as a mention, a link or a token. */
export const escapeMrkdwn = (text: string): string =>
  text.replace(/[&<>]/g, (found) => ENTITIES[found] ?? found);

/** The text as it was before Slack, or `escapeMrkdwn`, escaped it. */
export const unescapeMrkdwn = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A name or value from outside, for mrkdwn: a code span which shows it as it is, at most `limit` characters of it. */
export const codeSpan = (text: string, limit = 60): string =>
  `\`${escapeMrkdwn(sanitize(text, limit)).replaceAll('`', 'ˋ')}\``;

/** A name or value from outside, for plain_text, raw_text and rich_text: on one line, cut, and never empty. */
export const sanitize = (text: string, limit = 60): string =>
  text.trim() === '' ? '(empty)' : truncate(escapeInvisible(text.slice(0, limit + 2)), limit);
