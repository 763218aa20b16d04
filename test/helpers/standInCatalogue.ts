import type { Catalogue } from '../../formatters/text/catalogue';
import { en } from '../../formatters/text/en';

/** Data keep their text in every language. */
const DATA = ['literal', 'time', 'mention', 'broadcast'];

/** A sentence as the stand-in says it. */
const marked = (text: string): string => (/\p{L}/u.test(text) ? `«${text}»` : text);

function translated(value: unknown): unknown {
  if (typeof value === 'string') return marked(value);
  if (typeof value === 'function') return (...given: unknown[]) => translated(value(...given));
  if (Array.isArray(value)) return value.map(translated);
  if (typeof value !== 'object' || value === null || DATA.some((key) => key in value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, translated(each)]));
}

/** Another language, in which each sentence stands between « and »: what shows none of these was not said in it. */
export const standInCatalogue = { ...(translated(en) as Catalogue), units: en.units };
