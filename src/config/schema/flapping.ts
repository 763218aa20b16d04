import { z } from 'zod';
import { durationSchema } from '../../lib/time';
import { fieldWith } from './setting';

const EXAMPLE = 'flapping: { unstable_after: 3, within: 20m }';

const field = fieldWith(EXAMPLE);

const between = (leastMs: number, mostMs: number) =>
  durationSchema.refine((ms) => ms >= leastMs && ms <= mostMs);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** When an alert that comes and goes is unstable, and when an alert's message is posted again. */
export const flappingSchema = z.strictObject({
  unstable_after: field(z.number().int().min(2).max(20).default(3), {
    description:
      'a target that failed this often `within` that time is unstable; so is one that failed twice as often, however slowly, each time within 10 minutes after it recovered',
    expected: 'a whole number, 2 to 20',
    default: '3',
  }),
  within: field(between(MINUTE_MS, DAY_MS).prefault('20m'), {
    description:
      'see `unstable_after`; an unstable target that was ok for this long, and for at least 10 minutes, is stable again',
    expected: 'a length of time such as 20m or 1h, 1m to 1d',
    default: '20m',
  }),
  repost_after_messages: field(z.number().int().min(1).max(100).default(20), {
    description:
      "how many other messages may have come since an alert's message when it fails again; after more, the message is posted again and the old one links to it",
    expected: 'a whole number, 1 to 100',
    default: '20',
  }),
  repost_after: field(between(MINUTE_MS, 7 * DAY_MS).prefault('30m'), {
    description: 'how old the message of an alert that fails again may be; an older one is posted again',
    expected: 'a length of time such as 30m or 1h, 1m to 7d',
    default: '30m',
  }),
});
