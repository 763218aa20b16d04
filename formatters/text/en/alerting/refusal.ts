import type { Refusal } from '../../../../src/alerting/types';
import { line, mention, type TextSpan, time } from '../../../blockKit/blocks';
import { drill } from '../paging/drill';
import { escalation } from '../paging/escalation';

const REFUSAL = {
  unknown: 'This alert is not known any more: it ended days ago.',
  not_about_heartbeat: 'This alert is not about a missing heartbeat.',
  not_mutable: 'This alert is about Redis, which is always monitored. It can be snoozed.',
  not_snoozed: 'It is not snoozed.',
  no_silence: 'Nothing is silenced there.',
  too_many_silences: 'There are 200 silences already. End some of them first: /arb-alerts muted shows them.',
  conflict: 'Somebody else acted at the same moment, and this was not stored. Please try again.',
  ...drill.refusal,
  not_ready: 'No check has been stored yet, so this cannot be done. Please try again in a minute.',
};

const ENDED = {
  recovered: 'recovered',
  muted: 'was muted',
  closed: 'was closed, since its rule was switched off,',
};

/** Why something cannot be done, or need not. */
export function refusal(why: Refusal): TextSpan[] {
  switch (why.kind) {
    case 'closed':
      return line`It ${ENDED[why.how]} ${time(why.closedAt)}: there is nothing left to do.`;
    case 'drill_running':
      return drill.running(why.by, why.since);
    case 'already_acknowledged':
      return why.isYou || why.by === null
        ? ['You have already acknowledged it.']
        : line`${mention(why.by)} has already acknowledged it.`;
    case 'no_on_call':
      return escalation.duty.notSetUp();
    case 'no_swap':
      return [escalation.duty.noSwap];
    case 'already_on_call':
      return escalation.duty.alreadyOnCall(why.userId, why.until);
    case 'in_the_past':
      return line`It cannot be snoozed until ${time(why.until)}: that has passed.`;
    default:
      return [REFUSAL[why.kind]];
  }
}
