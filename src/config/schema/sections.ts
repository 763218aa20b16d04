import { z } from 'zod';
import { durationSchema, rulesSchema } from '../../alerting';
import type { SignName } from '../../alerting/observation/expectedSigns';
import { targetIdSchema } from '../../alerting/ruleSettings/schema';
import { SECTIONS as DIGEST_SECTIONS } from '../../digests/digest';
import { escalationSection, onCallSection } from '../escalation/escalationSchema';
import { notifySection, routesSection } from '../routing/routingSchema';
import { maintenanceSection, quietHoursSection } from '../silences/silenceSchema';
import { webhooksSchema } from '../webhooks/webhookSchema';
import { currenciesSection } from './currencies';
import { flappingSchema } from './flapping';
import { languagesSection } from './languages';
import { fieldWith, settingMeta } from './setting';
import { MONITOR_SETTINGS, SETTINGS, WATCH_SETTINGS } from './settings';
import { channelId, cronExpression, isZone } from './values';

const EXAMPLES = {
  targets: "targets: { 'live:production': { signs: [portfolio] } }",
  discover: "discover: { ignore: ['shadow:*'] }",
  rules: 'rules: { no_sign_of_life: { stale_after: 90s } }',
  digests: "digests: [{ name: weekly, cron: '0 9 * * 1' }]",
} as const;

/** A part of the file, or a key of one, with what people read about it. */
const part = <S extends z.ZodType>(
  schema: S,
  section: keyof typeof EXAMPLES,
  expected: string,
  meta: { readonly description?: string; readonly default?: string } = {},
): S => fieldWith(EXAMPLES[section])(schema, { ...meta, expected });

const sign = z.custom<SignName>(
  (value) => typeof value === 'string' && /^(?:portfolio|heartbeat(?::.+)?)$/s.test(value),
);

const target = z
  .strictObject({
    signs: part(
      z.array(sign).min(1).optional(),
      'targets',
      'a list of portfolio, heartbeat, or heartbeat:COMPONENT',
      {
        description: 'the signs of life that it is expected to give',
        default: 'those that it was observed to give',
      },
    ),
  })
  .nullable();

/** One digest. Its zone and channel are the bot's own where they are not given. */
export const configuredDigestSchema = z.strictObject({
  name: part(
    z.string().regex(/^[\w-]{1,40}$/, 'must be letters, digits, - and _, at most 40'),
    'digests',
    'letters, digits, - and _, at most 40, and different from the other digests',
  ),
  cron: part(
    cronExpression.clone(),
    'digests',
    'a cron expression of five fields (minute hour day month weekday), in quotes, that comes some day',
  ),
  zone: part(z.string().refine(isZone).optional(), 'digests', 'an IANA time zone, such as Asia/Seoul', {
    default: '`TIMEZONE`',
  }),
  channel: part(channelId.optional(), 'digests', 'the id of a channel (C… or G…)', {
    default: '`ALERT_CHANNEL`',
  }),
  targets: part(
    z.array(targetIdSchema).min(1).nullable().default(null),
    'digests',
    'a list of targets, such as live:docker',
    { default: 'all' },
  ),
  sections: part(
    z
      .array(z.enum(DIGEST_SECTIONS))
      .min(1)
      .default([...DIGEST_SECTIONS]),
    'digests',
    `a list of ${DIGEST_SECTIONS.join(', ')}`,
    { default: 'all' },
  ),
});

const digests = z.array(configuredDigestSchema).superRefine((all, context) => {
  for (const [i, { name }] of all.entries())
    if (all.findIndex((each) => each.name === name) !== i)
      context.addIssue({ code: 'custom', message: 'a digest above has this name', path: [i, 'name'] });
});

/** What the file may hold beside the settings. Null stands for nothing. */
export const FILE_SECTIONS = {
  targets: part(z.record(targetIdSchema, target).optional(), 'targets', 'keys and values'),
  discover: part(
    z
      .strictObject({
        ignore: part(
          z.array(z.string().min(1)).default([]),
          'discover',
          'a list of targets, in whose ids * stands for any text and ? for one character',
          { default: '`[]`' },
        ),
      })
      .optional(),
    'discover',
    'keys and values',
  ),
  currencies: currenciesSection,
  languages: languagesSection,
  rules: part(rulesSchema.optional(), 'rules', 'keys and values'),
  remind_after: z.tuple([durationSchema, durationSchema]).prefault(['1h', '4h']).register(settingMeta, {
    description:
      'When to send reminders in the thread of an incident that nobody has acknowledged: the first after the first of the two times, the others each time the second has passed.',
    expected: 'two lengths of time such as 90s, 10m or 1h',
    example: 'remind_after: [1h, 4h]',
    default: '[1h, 4h]',
  }),
  flapping: flappingSchema.prefault({}).register(settingMeta, {
    description:
      'An alert that fires again within 10 minutes after its recovery is the same alert. When it counts as unstable, and when its message is posted again.',
    expected: 'keys and values',
    example: 'flapping: { unstable_after: 3, within: 20m }',
  }),
  digests: part(digests.optional(), 'digests', 'a list of digests'),
  routes: routesSection.optional(),
  notify: notifySection.optional(),
  webhooks: webhooksSchema.optional(),
  escalation: escalationSection.optional(),
  on_call: onCallSection.optional(),
  maintenance: maintenanceSection,
  quiet_hours: quietHoursSection,
} as const;

export type SectionName = keyof typeof FILE_SECTIONS;

/** All that the terminal reads. */
export const MONITOR_SHAPE = {
  ...MONITOR_SETTINGS,
  targets: FILE_SECTIONS.targets,
  discover: FILE_SECTIONS.discover,
  currencies: FILE_SECTIONS.currencies,
  rules: FILE_SECTIONS.rules,
};
export type MonitorValues = z.output<z.ZodObject<typeof MONITOR_SHAPE>>;

/** All that there is. */
export const BOT_SHAPE = { ...SETTINGS, ...FILE_SECTIONS };
export type BotValues = z.output<z.ZodObject<typeof BOT_SHAPE>>;

/** The same without what connects to Slack. */
export const WATCH_SHAPE = { ...WATCH_SETTINGS, ...FILE_SECTIONS };
export type WatchValues = z.output<z.ZodObject<typeof WATCH_SHAPE>>;
