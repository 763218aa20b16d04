/** Something in a text with Slack's mark-up that is more than its letters. */
export type MrkdwnToken =
  | { readonly kind: 'channel-mention'; readonly id: string }
  | { readonly kind: 'user-mention'; readonly id: string }
  | { readonly kind: 'group-mention'; readonly id: string }
  /** `<!here>`, `<!channel>`, `<!everyone>`: everybody is notified. */
  | { readonly kind: 'broadcast'; readonly range: string }
  /** `automatic` when Slack makes the link itself, from a bare URL. */
  | {
      readonly kind: 'link';
      readonly url: string;
      readonly label: string | null;
      readonly automatic: boolean;
    }
  /** `epochS` is in seconds since 1970; a date may lead somewhere. */
  | {
      readonly kind: 'date';
      readonly epochS: number;
      readonly format: string;
      readonly fallback: string;
      readonly url: string | null;
    }
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'bold' | 'italic' | 'strike' | 'code' | 'preformatted' | 'quote'; readonly text: string }
  /** Something between angle brackets that Slack does not know: as a rule, a `<` that was not escaped. */
  | { readonly kind: 'unknown'; readonly source: string };

const ANGLE = /<([^<>\n]+)>/g;
const BARE_URL = /https?:\/\/[^\s<>|]+/g;
/** With a letter in it, lest every time of day be one. */
const EMOJI = /:([+-]1|100|[0-9_+-]*[a-z][a-z0-9_+-]*):/g;
const PREFORMATTED = /```([\s\S]+?)```/g;
const CODE = /`([^`\n]+)`/g;
const QUOTE = /^(?:&gt;|>) ?(.+)$/gm;
const EMPHASIS = { bold: '\\*', italic: '_', strike: '~' } as const;

/**
 * What Slack makes of a text: mentions, links, dates, emoji and emphasis, in no order across kinds. A text from
 * which nothing was let in has no mention and no link. Mentions inside code are listed too, to be on the safe side.
 * Source: docs.slack.dev, "Formatting message text".
 */
export function parseMrkdwn(text: string): MrkdwnToken[] {
  const spoken = text.replace(PREFORMATTED, ' ').replace(CODE, ' ');
  const outsideAngles = text.replace(ANGLE, ' ');
  return [
    ...[...text.matchAll(ANGLE)].map((match) => angleToken(match[1] ?? '')),
    ...[...outsideAngles.matchAll(BARE_URL)].map((match) => link(match[0], null, true)),
    ...[...spoken.replace(ANGLE, ' ').matchAll(EMOJI)].map(
      (match) => ({ kind: 'emoji', name: match[1] ?? '' }) as const,
    ),
    ...spans('preformatted', text, PREFORMATTED),
    ...spans('code', text.replace(PREFORMATTED, ' '), CODE),
    ...spans('quote', spoken, QUOTE),
    ...(['bold', 'italic', 'strike'] as const).flatMap((kind) =>
      spans(kind, spoken, emphasis(EMPHASIS[kind])),
    ),
  ];
}

/** The letters a reader sees: entities undone, links by their labels, dates by their fallbacks. Emphasis marks stay. */
export function plainMrkdwn(text: string): string {
  return unescaped(text.replace(ANGLE, (_, inner: string) => spokenToken(angleToken(inner))));
}

function spokenToken(token: MrkdwnToken): string {
  switch (token.kind) {
    case 'link':
      return token.label ?? token.url;
    case 'date':
      return token.fallback;
    case 'broadcast':
      return `@${token.range}`;
    case 'user-mention':
    case 'group-mention':
      return `@${token.id}`;
    case 'channel-mention':
      return `#${token.id}`;
    default:
      return 'source' in token ? token.source : '';
  }
}

function angleToken(inner: string): MrkdwnToken {
  const [target = '', ...rest] = inner.split('|');
  const label = rest.length > 0 ? rest.join('|') : null;
  if (target.startsWith('@')) return { kind: 'user-mention', id: target.slice(1) };
  if (target.startsWith('#')) return { kind: 'channel-mention', id: target.slice(1) };
  if (target.startsWith('!')) return specialToken(target.slice(1), label);
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(target)
    ? link(target, label, false)
    : { kind: 'unknown', source: `<${inner}>` };
}

function specialToken(target: string, label: string | null): MrkdwnToken {
  const [name = '', ...parts] = target.split('^');
  if (['here', 'channel', 'everyone'].includes(name)) return { kind: 'broadcast', range: name };
  if (name === 'subteam') return { kind: 'group-mention', id: parts[0] ?? '' };
  if (name !== 'date') return { kind: 'unknown', source: `<!${target}>` };
  return {
    kind: 'date',
    epochS: Number(parts[0]),
    format: parts[1] ?? '',
    fallback: label ?? '',
    url: parts[2] ?? null,
  };
}

function link(url: string, label: string | null, automatic: boolean): MrkdwnToken {
  return { kind: 'link', url, label, automatic };
}

function spans(
  kind: 'bold' | 'italic' | 'strike' | 'code' | 'preformatted' | 'quote',
  text: string,
  pattern: RegExp,
): MrkdwnToken[] {
  return [...text.matchAll(pattern)].map((match) => ({ kind, text: match[1] ?? '' }));
}

/** A mark opens after a space or punctuation before a letter, and closes the other way about. */
function emphasis(mark: string): RegExp {
  return new RegExp(
    `(?<![\\w${mark}])${mark}(?![\\s${mark}])([^\\n]*?[^\\s${mark}])${mark}(?![\\w${mark}])`,
    'g',
  );
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
