import type { PagingSettings, StepTarget } from '../../alerting/escalation/escalation';
import { WEEKDAYS } from './escalationSchema';

/** `critical: U0123ABCD after 5 min, webhook pagerduty after 20 min`. */
export const escalationSummary = ({ escalation }: PagingSettings): string =>
  escalation
    ? `${escalation.severities.join(', ')}: ${escalation.steps
        .map(({ afterMs, notify }) => `${targetText(notify)} after ${afterMs / 60_000} min`)
        .join(', ')}`
    : 'none';

const targetText = (notify: StepTarget): string => {
  if (typeof notify === 'string') return notify;
  return 'dm' in notify ? notify.dm : `webhook ${notify.webhook}`;
};

/** `U01, U02; handover monday 09:00 (Asia/Seoul)`. */
export function onCallSummary({ onCall }: PagingSettings): string {
  if (!onCall) return 'nobody';
  const { people, handover, zone } = onCall;
  const clock = [handover.hour, handover.minute].map((n) => String(n).padStart(2, '0')).join(':');
  return `${people.join(', ')}; handover ${WEEKDAYS[handover.weekday - 1]} ${clock} (${zone})`;
}
