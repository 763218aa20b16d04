import { isJsonObject, type JsonObject, stringAt } from '../json';

const SPOKEN_KEYS = ['text', 'alt_text', 'fallback'];

/** Every text a reader of these blocks sees, top to bottom, one a line. */
export function textsIn(blocks: readonly JsonObject[]): string[] {
  return blocks.flatMap(textsOf);
}

/** How many characters all texts of these blocks have together. */
export function charactersIn(blocks: readonly JsonObject[]): number {
  return textsIn(blocks).reduce((sum, text) => sum + text.length, 0);
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (!isJsonObject(value)) return [];
  if (isLine(value)) return [lineOf(value)];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (SPOKEN_KEYS.includes(key) ? [inner] : []) : textsOf(inner),
  );
}

function isLine(value: JsonObject): boolean {
  return ['rich_text_section', 'rich_text_quote', 'rich_text_preformatted'].includes(
    stringAt(value, 'type') ?? '',
  );
}

function lineOf(line: JsonObject): string {
  const elements = Array.isArray(line.elements) ? line.elements.filter(isJsonObject) : [];
  return elements
    .map(
      (one) =>
        stringAt(one, 'text') ??
        stringAt(one, 'fallback') ??
        stringAt(one, 'url') ??
        stringAt(one, 'name') ??
        '',
    )
    .join('');
}
