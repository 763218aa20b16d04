import { isJsonObject, type JsonObject, objectsIn, stringAt } from '../json';
import { plainMrkdwn } from '../mrkdwn';

// A chart's `title` and a data table's `caption` are strings; every other title is a text object.
const TEXT_KEYS = ['text', 'alt_text', 'fallback', 'title', 'caption'];
const HIDDEN_KEYS = ['confirm', 'options', 'option_groups', 'alt_text'];
const RICH_TEXT_LINES = ['rich_text_section', 'rich_text_quote', 'rich_text_preformatted'];

/** How many characters all texts of these blocks have together. */
export function charactersIn(blocks: readonly JsonObject[]): number {
  return textObjectsIn(blocks, []).reduce((sum, text) => sum + text.source.length, 0);
}

/** Every text that stands on the screen, top to bottom: mark-up undone, closed menus and dialogs left out. */
export function shownIn(blocks: readonly JsonObject[]): string[] {
  return textObjectsIn(blocks, HIDDEN_KEYS).map((text) =>
    text.isMrkdwn ? plainMrkdwn(text.source) : text.source,
  );
}

/** The sources of all texts in which Slack's mark-up counts. */
export function mrkdwnIn(blocks: readonly JsonObject[]): string[] {
  return textObjectsIn(blocks, []).flatMap((text) => (text.isMrkdwn ? [text.source] : []));
}

interface FoundText {
  readonly source: string;
  readonly isMrkdwn: boolean;
}

function textObjectsIn(value: unknown, skipped: readonly string[]): FoundText[] {
  if (Array.isArray(value)) return value.flatMap((one) => textObjectsIn(one, skipped));
  if (!isJsonObject(value)) return [];
  const type = stringAt(value, 'type') ?? '';
  if (RICH_TEXT_LINES.includes(type)) return [{ source: lineOf(value), isMrkdwn: false }];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (skipped.includes(key)) return [];
    if (typeof inner !== 'string') return textObjectsIn(inner, skipped);
    return TEXT_KEYS.includes(key) ? [{ source: inner, isMrkdwn: type === 'mrkdwn' }] : [];
  });
}

function lineOf(line: JsonObject): string {
  return objectsIn(line.elements).map(leafText).join('');
}

function leafText(leaf: JsonObject): string {
  return (
    ['text', 'fallback', 'url', 'name'].map((key) => stringAt(leaf, key)).find((text) => text !== null) ?? ''
  );
}
