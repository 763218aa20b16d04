import { z } from 'zod';
import { RULES } from '../../alerting/rules';
import { SEVERITIES } from '../../alerting/severity/severity';
import { minutesOf } from '../../alerting/silences/clockTimes';
import { WINDOW_DAYS } from '../../alerting/silences/windows';
import { wholeProblem } from '../schema/safeText';
import { fieldWith } from '../schema/setting';
import { isZone, targetPattern } from '../schema/values';

const MAINTENANCE_EXAMPLE =
  "maintenance: [{ name: weekend, targets: ['paper:*'], days: [sat, sun], from: '22:00', to: '23:00' }]";
const QUIET_HOURS_EXAMPLE = "quiet_hours: [{ severities: [info, warning], from: '23:00', to: '07:00' }]";

const field = fieldWith(MAINTENANCE_EXAMPLE);
const quietField = fieldWith(QUIET_HOURS_EXAMPLE);

const RULE_NAMES: readonly string[] = [...RULES.map(({ name }) => name), 'tuning', 'control'];

const clockTime = z.string().refine((text) => minutesOf(text) !== null);

/** When a window is, every day or on some days. */
const span = (of: typeof field) => ({
  days: of(
    z
      .array(of(z.enum(WINDOW_DAYS), { expected: `one of ${WINDOW_DAYS.join(', ')}` }))
      .min(1)
      .optional(),
    {
      description: 'the days on which it begins',
      expected: `a list of ${WINDOW_DAYS.join(', ')}`,
      default: 'every day',
    },
  ),
  from: of(clockTime.clone(), { expected: "a clock time in quotes, such as '22:00'" }),
  to: of(clockTime.clone(), {
    description: 'the end; at or before `from` it is on the next day',
    expected: "a clock time in quotes, such as '23:00' or '24:00'",
  }),
  zone: of(z.string().refine(isZone).optional(), {
    description: 'the zone of `days`, `from` and `to`',
    expected: 'an IANA time zone, such as Asia/Seoul',
    default: '`TIMEZONE`',
  }),
});

function refuseNoTime({ from, to }: { from: string; to: string }, context: z.core.$RefinementCtx): void {
  if (minutesOf(from) !== minutesOf(to)) return;
  const message = "is the same as from: for a whole day write from: '00:00' and to: '24:00'";
  context.addIssue(wholeProblem(message, ['to']));
}

/** One recurring maintenance. */
export const maintenanceWindowSchema = z
  .strictObject({
    name: field(z.string().regex(/^[\w -]{1,40}$/), {
      description: 'how messages call it',
      expected: 'letters, digits, spaces, - and _, at most 40, and different from the other windows',
    }),
    targets: field(z.array(targetPattern.clone()).min(1), {
      description: 'the targets, in whose ids `*` stands for any text and `?` for one character',
      expected: "a list of targets, such as 'paper:*', or ['*'] for all",
    }),
    rules: field(
      z
        .array(field(z.enum(RULE_NAMES), { expected: 'the name of a rule' }))
        .min(1)
        .optional(),
      {
        description: 'the rules whose alerts are held back',
        expected: 'a list of rules',
        default: 'all',
      },
    ),
    ...span(field),
    include_critical: field(z.boolean().default(false), {
      description: 'whether critical alerts are held back, too',
      expected: 'true or false',
      default: '`false`',
    }),
    reason: field(z.string().max(200).optional(), {
      description: 'shown wherever the maintenance is',
      expected: 'a text of at most 200 characters',
      default: 'none',
    }),
  })
  .superRefine(refuseNoTime);

export const quietHoursSchema = z
  .strictObject({
    severities: quietField(
      z.array(quietField(z.enum(SEVERITIES), { expected: `one of ${SEVERITIES.join(', ')}` })).min(1),
      {
        description: 'the alerts that are held back',
        expected: `a list of ${SEVERITIES.join(', ')}`,
      },
    ),
    ...span(quietField),
  })
  .superRefine(refuseNoTime);

/** The recurring windows of the file. */
export const maintenanceSection = field(
  z
    .array(maintenanceWindowSchema)
    .superRefine((all, context) => {
      for (const [i, { name }] of all.entries())
        if (all.findIndex((each) => each.name === name) !== i)
          context.addIssue({ code: 'custom', message: 'a window above has this name', path: [i, 'name'] });
    })
    .optional(),
  { expected: 'a list of windows' },
);

export const quietHoursSection = quietField(z.array(quietHoursSchema).optional(), {
  expected: 'a list of times',
});

export type MaintenanceValues = z.output<typeof maintenanceSection>;
export type QuietHoursValues = z.output<typeof quietHoursSection>;
