import { IANAZone } from 'luxon';
import { problemOf, type TimeResult } from './timeProblem';

const NAME = /^(.*\S) ?(utc|gmt|z)$|^(.*\S) ([a-z_]+(?:\/[a-z_+\-0-9]+){1,2})$/;
const LETTERS = /^.*\d.* ?\b((?:k|j|h|w|i|b|m|n|e|c|p|a)(?:e?[sd])?t|msk|cet|eet|wet|ce?st|sgt|ict|brt)$/;

/** Cuts the zone off a folded text that ends in one: `9:00 utc`, `9:00 asia/seoul`; `zone` null where it does not. */
export function splitZone(text: string): TimeResult<{ readonly text: string; readonly zone: string | null }> {
  const [, beforeUtc, utc, before, name] = NAME.exec(text) ?? [];
  if (beforeUtc !== undefined && utc !== undefined && /\d$|\d ?[ap]\.?m\.?$|noon$|midnight$/.test(beforeUtc))
    return { value: { text: beforeUtc, zone: 'UTC' } };
  if (before !== undefined && name !== undefined && IANAZone.isValidZone(name))
    return {
      value: {
        text: before,
        zone: new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone,
      },
    };
  const [, letters] = LETTERS.exec(text) ?? [];
  if (letters !== undefined) return problemOf({ kind: 'zone_abbreviation', letters: letters.toUpperCase() });
  return { value: { text, zone: null } };
}
