import { isJsonObject, type JsonObject, stringAt } from '../../json';
import { Html } from '../html';
import { type Drawing, drawnByLibrary } from './library';
import { hiddenMarkdown, hiddenPlain } from './literal';

/** The same blocks, texts made safe from being read as Markdown. */
export function withHiddenTexts<T>(value: T): T {
  return hiddenIn(value) as T;
}

/** One text object as a line of markup: emoji are drawn, marks are not. For labels, titles and options. */
export function labelOf(text: unknown, drawing: Drawing): Html {
  const shown = isJsonObject(text) ? (stringAt(text, 'text') ?? '') : '';
  if (shown === '') return new Html('');
  const block = { type: 'section', text: { type: 'plain_text', text: hiddenPlain(shown) } };
  return new Html(drawnByLibrary([block], drawing).replace(/<[^>]+>/g, ''));
}

function hiddenIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hiddenIn);
  if (!isJsonObject(value)) return value;
  const text = stringAt(value, 'text');
  if (text !== null && value.type === 'mrkdwn') return { ...value, text: hiddenMarkdown(text) };
  if (text !== null && value.type === 'plain_text') return { ...value, text: hiddenPlain(text) };
  // The only text in a table that the library reads as Markdown: that of rich_text is taken as it stands.
  // Of a number it throws, so that one is drawn by its text.
  if (text !== null && (value.type === 'raw_text' || value.type === 'raw_number'))
    return { type: 'raw_text', text: hiddenPlain(text) };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hiddenIn(one)])) as JsonObject;
}
