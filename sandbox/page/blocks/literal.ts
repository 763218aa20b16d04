import { escaped } from '../html';

// `slack-blocks-to-jsx` reads every text, plain_text too, as Markdown with Slack's marks. What Slack shows as it
// stands is carried past it as private letters, one for each ASCII sign, and turned back in the markup it made.
const PRIVATE = 0xe000;
const HIDDEN = /[\ue021-\ue07e]/g;
const SIGN = /[!-/:-@[-`{-~]/g;
const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&' };
const EMOJI = /:[a-z0-9_+-]+:/g;
const ANGLE_OR_CODE = /(<[^<>\n]+>|```[\s\S]*?```|`[^`\n]+`)/;

/** A plain_text, of which nothing but emoji may be read as a mark. */
export function hiddenPlain(text: string): string {
  const emoji = text.match(EMOJI) ?? [];
  return text
    .split(EMOJI)
    .map((rest, index) => hidden(rest) + (emoji[index] ?? ''))
    .join('');
}

/** A mrkdwn text, with those signs hidden that mean something in Markdown and nothing in Slack. */
export function hiddenMarkdown(text: string): string {
  return withHiddenEntities(text)
    .split(ANGLE_OR_CODE)
    .map((part, index) => (index % 2 === 1 ? hiddenLabel(part) : hiddenOutsideAngles(part)))
    .join('');
}

/** The markup with what was hidden put back, escaped. */
export function unhidden(markup: string): string {
  return markup.replace(HIDDEN, (letter) =>
    escaped(String.fromCharCode((letter.codePointAt(0) ?? 0) - PRIVATE)),
  );
}

function hidden(text: string): string {
  return text.replace(SIGN, (sign) => String.fromCharCode(PRIVATE + sign.charCodeAt(0)));
}

/** The library undoes `&lt;!channel&gt;` first and then takes it for a mention. A `&gt;` that begins a line is a quote. */
function withHiddenEntities(text: string): string {
  return text.replace(/&(lt|amp);|(?<!^)&(gt);/gm, (_, name: string, gt: string) =>
    hidden(SIGNS[name ?? gt] ?? ''),
  );
}

function hiddenLabel(part: string): string {
  const label = /^(<https?:[^|]*\|)(.*)>$/.exec(part);
  return label === null ? part : `${label[1]}${hidden(label[2] ?? '')}>`;
}

function hiddenOutsideAngles(text: string): string {
  return text
    .replace(/[\\[\]|]/g, hidden)
    .replace(/^(\s*)([#=+-]+)/gm, (_, indent: string, signs: string) => indent + hidden(signs))
    .replace(/(?<=\w)\*(?=\w)/g, hidden);
}
