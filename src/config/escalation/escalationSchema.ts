import { z } from 'zod';
import { SEVERITIES } from '../../alerting/severity/severity';
import { durationSchema } from '../../lib/time';
import { wholeProblem } from '../schema/safeText';
import { fieldWith } from '../schema/setting';
import { isZone } from '../schema/values';

const ESCALATION_EXAMPLE =
  'escalation: { steps: [{ after: 5m, notify: on_call }, { after: 20m, webhook: pagerduty }] }';
const ON_CALL_EXAMPLE =
  "on_call: { people: [U0123ABCD, U0456EFGH], handover: { day: monday, time: '09:00' }, zone: Asia/Seoul }";

/** The weekdays, the first of which is 1. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const escalationField = fieldWith(ESCALATION_EXAMPLE);
const onCallField = fieldWith(ON_CALL_EXAMPLE);

const userId = z.string().regex(/^[UW][A-Z0-9]{2,20}$/);

const step = escalationField(
  z
    .strictObject({
      after: escalationField(durationSchema.clone(), {
        description: 'how long after the alert was opened; each step more than the one before',
        expected: 'a length of time such as 90s, 10m or 1h',
      }),
      notify: escalationField(z.union([z.enum(['on_call', 'on_call_next']), userId.clone()]).optional(), {
        description:
          'who gets a direct message: who is on call, who is next in the list, or a certain user. A step has this or `webhook`',
        expected: "on_call, on_call_next, or a user's id (U…)",
        default: 'none',
      }),
      webhook: escalationField(z.string().optional(), {
        description: 'the name of one of `webhooks`',
        expected: 'the name of a webhook',
        default: 'none',
      }),
    })
    .superRefine(({ notify, webhook }, context) => {
      if ((notify === undefined) === (webhook === undefined))
        context.addIssue(
          wholeProblem(
            `has ${notify === undefined ? 'neither' : 'both'} notify ${notify === undefined ? 'nor' : 'and'} webhook: give one of them`,
          ),
        );
    }),
  { expected: 'after, and notify or webhook' },
);

const steps = z
  .array(step)
  .min(1)
  .max(20)
  .superRefine((all, context) => {
    for (const [i, { after }] of all.entries()) {
      const before = all[i - 1]?.after;
      if (before !== undefined && after <= before)
        context.addIssue(
          wholeProblem('is not later than the step above: put the steps in their order', [i, 'after']),
        );
    }
  });

/** What is done about an alert that nobody acknowledges. */
export const escalationSection = escalationField(
  z.strictObject({
    severities: escalationField(z.array(z.enum(SEVERITIES)).min(1).default(['critical']), {
      description: 'which alerts are escalated',
      expected: `a list of ${SEVERITIES.join(', ')}`,
      default: '`[critical]`',
    }),
    steps: escalationField(steps, {
      description: 'whom to page, in their order, each with the three keys below',
      expected: 'a list of steps, at most 20',
    }),
  }),
  { expected: 'keys and values' },
);

const handover = onCallField(
  z.strictObject({
    day: onCallField(z.enum(WEEKDAYS), { expected: `one of ${WEEKDAYS.join(', ')}` }),
    time: onCallField(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), {
      expected: "a clock time in quotes, such as '09:00'",
    }),
  }),
  { description: 'when the next one takes over, every week: `day` and `time`', expected: 'day and time' },
);

const people = z
  .array(userId.clone())
  .min(1)
  .superRefine((all, context) => {
    for (const [i, id] of all.entries())
      if (all.indexOf(id) !== i) context.addIssue(wholeProblem('is in the list already', [i]));
  });

/** Who is on call in turn. */
export const onCallSection = onCallField(
  z.strictObject({
    people: onCallField(people, {
      description: 'Slack users, in the order in which they take turns, a week each',
      expected: "a list of users' ids (U…), each once",
    }),
    handover,
    zone: onCallField(z.string().refine(isZone).optional(), {
      description: 'the zone of `handover`',
      expected: 'an IANA time zone, such as Asia/Seoul',
      default: '`TIMEZONE`',
    }),
    start: onCallField(z.iso.date().optional(), {
      description:
        'a day in the week of the first one of `people`. Set it: without it the weeks are counted from 1970, and another number of people changes whose week it is',
      expected: "a date in quotes, such as '2026-11-30'",
      default: 'none',
    }),
  }),
  { expected: 'keys and values' },
);

export type EscalationValues = z.output<typeof escalationSection>;
export type OnCallValues = z.output<typeof onCallSection>;
