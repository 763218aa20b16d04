import { z } from 'zod';
import { LANGUAGES } from '../../lib/language';
import { parseJson } from '../../lib/parseJson';

/** Which alerts somebody wants as a direct message, too; all that is named must fit. */
const sendSchema = z.object({
  /** Any, where there is none. */
  severities: z.array(z.enum(['critical', 'warning', 'info'])),
  /** Ids, in which `*` stands for any text; any target, where there is none. */
  targets: z.array(z.string()),
});

/** A time of each day, in minutes since midnight; one that ends before it begins ends on the next day. */
const hoursSchema = z.object({
  from: z.number().int().min(0).max(1_440),
  to: z.number().int().min(0).max(1_440),
});

const settingsSchema = z.object({
  version: z.literal(1),
  language: z.enum(LANGUAGES).nullable(),
  zone: z.string().nullable(),
  send: sendSchema.nullable(),
  quiet: hoursSchema.nullable(),
});

/** What a person set for themselves; null is for what the bot goes by otherwise. */
export type PersonalSettings = Readonly<Omit<z.output<typeof settingsSchema>, 'version'>>;

export const NO_PERSONAL_SETTINGS: PersonalSettings = {
  language: null,
  zone: null,
  send: null,
  quiet: null,
};

/** `{arbwatch}:people`, a hash by Slack user id. The braces keep the bot's keys in one slot of a cluster. */
export const peopleKey = (prefix: string): string => `{${prefix}}:people`;

/** Null where nothing is set: nothing is kept then. */
export const encodePersonalSettings = (settings: PersonalSettings): string | null =>
  Object.values(settings).every((value) => value === null)
    ? null
    : JSON.stringify({ version: 1, ...settings });

/** Null for what this version does not understand. */
export function decodePersonalSettings(text: string): PersonalSettings | null {
  const { data } = settingsSchema.safeParse(parseJson(text));
  if (data === undefined) return null;
  const { version: _, ...settings } = data;
  return settings;
}
