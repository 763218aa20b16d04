import type { StoreOutage } from '../../../../src/redis/errors';
import { line, type TextSpan, time } from '../../../blockKit/blocks';
import { errors } from '../errors';

const usualTime = 'Each trader now has its usual time to give a sign of life before an alert.';

/** What the message of an outage of the monitoring itself says. */
export const outage = {
  lasting: (lastCheckAt: Date): TextSpan[][] => [
    line`Last successful check: ${time(lastCheckAt)}.`,
    [
      'Traders may be down without an alert: check them by hand. Until Redis can be read again, no trader is reported down or recovered.',
    ],
  ],
  over: (from: Date, to: Date): TextSpan[][] => [
    line`No check succeeded from ${time(from)} to ${time(to)}.`,
    [`What the traders did meanwhile is unknown. ${usualTime}`],
  ],
  storeLasting: (why: StoreOutage, lastCheckAt: Date): TextSpan[][] => [
    line`${errors.outage(why)}. Last stored check: ${time(lastCheckAt)}.`,
    [
      `Alerts go on from the memory of this instance, which a restart clears. Acknowledging, snoozing and muting wait until ${errors.until(why)}.`,
    ],
    ...(errors.refusesTraders(why)
      ? [
          [
            'The traders may be unable to write, too, and would all look down. So no trader is reported down or recovered while none of them is seen to write.',
          ],
        ]
      : []),
  ],
  storeOver: (why: StoreOutage, from: Date, to: Date): TextSpan[][] => [
    line`Nothing could be stored from ${time(from)} to ${time(to)}: ${errors.outage(why)}.`,
    [
      errors.refusesTraders(why)
        ? `Alerts went on from memory while a trader was seen to write; they are stored now. ${usualTime}`
        : 'Alerts went on from memory; they are stored now.',
    ],
  ],
};
