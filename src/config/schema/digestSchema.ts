import { z } from 'zod';
import { targetIdSchema } from '../../alerting/rules/schema';
import { type DigestConfig, SECTIONS } from '../../digests/digest';
import { validateCron } from '../../jobs/cronSchedule';
import { safeValue } from '../issue';
import type { ConfigReader } from '../reader';
import { channelId, isZone } from './settingSchemas';
import { SETTINGS } from './settings';

/** The digest that there is where nothing else is configured. */
const DEFAULT_NAME = 'daily';
const OFF = 'off';

const cron = z.string().superRefine((text, context) => {
  const problem = validateCron(text);
  if (problem === null) return;
  context.addIssue({ code: 'custom', message: problem });
});

/** One digest as a configuration has it; `zone` and `channel` are the bot's own where they are not given. */
export const digestSchema = z.strictObject({
  name: z.string().regex(/^[\w-]{1,40}$/, 'must be letters, digits, - and _, at most 40'),
  cron,
  zone: z.string().refine(isZone).optional(),
  channel: channelId.optional(),
  targets: z.array(targetIdSchema).min(1).nullable().default(null),
  sections: z
    .array(z.enum(SECTIONS))
    .min(1)
    .default([...SECTIONS]),
});

/** A digest of the configuration, with what is the bot's own filled in. */
export const digestConfig = (
  { zone, channel, ...digest }: z.output<typeof digestSchema>,
  own: Pick<DigestConfig, 'zone' | 'channel'>,
): DigestConfig => ({ ...digest, zone: zone ?? own.zone, channel: channel ?? own.channel });

/** The one digest that `DIGEST_AT` tells of; none without a channel, where it is off, or, with a problem, wrong. */
export function simpleDigest(settings: ConfigReader, channel: string | null): readonly DigestConfig[] {
  const zone = settings.required('TIMEZONE');
  const text = settings.required('DIGEST_AT');
  if (zone === null || text === null || text === OFF) return [];
  const read = digestSchema.safeParse({ name: DEFAULT_NAME, cron: text });
  if (read.success) return channel === null ? [] : [digestConfig(read.data, { zone, channel })];
  const shown = safeValue(text, SETTINGS.DIGEST_AT.secret);
  const why = shown.startsWith('"') ? ` (${validateCron(text)})` : '';
  settings.report('DIGEST_AT', `${shown} will not do${why}: it must be ${SETTINGS.DIGEST_AT.expected}`);
  return [];
}
