import type { OnCallConfig } from '../../alerting/duty/onCall';
import type { PagingSettings, StepTarget } from '../../alerting/escalation/escalation';
import type { ConfigView } from '../sources';
import { type EscalationValues, type OnCallValues, WEEKDAYS } from './escalationSchema';

interface PagingValues {
  readonly escalation?: EscalationValues | undefined;
  readonly on_call?: OnCallValues | undefined;
  readonly TIMEZONE: string;
}

/** Who is paged, and who is on call. */
export const pagingConfig = ({ escalation, on_call, TIMEZONE }: PagingValues): PagingSettings => ({
  escalation: escalation
    ? {
        severities: escalation.severities,
        steps: escalation.steps.map(({ after, ...step }) => ({ afterMs: after, notify: targetOf(step) })),
      }
    : null,
  onCall: on_call ? onCallConfig(on_call, TIMEZONE) : null,
});

function targetOf({
  notify,
  webhook,
}: Pick<EscalationValues['steps'][number], 'notify' | 'webhook'>): StepTarget {
  if (notify === 'on_call' || notify === 'on_call_next') return notify;
  return notify === undefined ? { webhook: webhook ?? '' } : { dm: notify };
}

function onCallConfig({ people, handover, zone, start }: OnCallValues, TIMEZONE: string): OnCallConfig {
  const [first = '', ...others] = people;
  const [hour = 0, minute = 0] = handover.time.split(':').map(Number);
  return {
    people: [first, ...others],
    handover: { weekday: WEEKDAYS.indexOf(handover.day) + 1, hour, minute },
    zone: zone ?? TIMEZONE,
    start: start ?? null,
  };
}

/** What steps name is configured. */
export function checkPaging({ values, sources, report }: ConfigView): void {
  const { escalation, on_call } = values;
  const { webhooks, on_call: written } = sources.input;
  const names = typeof webhooks === 'object' && webhooks !== null ? Object.keys(webhooks) : [];
  // Of one that is wrong that alone is reported.
  if (written !== undefined && on_call === undefined) return;
  const people = on_call?.people ?? [];
  for (const [i, { notify, webhook }] of escalation?.steps.entries() ?? []) {
    const at = (key: string) => ['escalation', 'steps', String(i), key];
    if (webhook !== undefined && !names.includes(webhook))
      report(
        at('webhook'),
        `is not one of webhooks: ${names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`}`,
      );
    if ((notify === 'on_call' || notify === 'on_call_next') && people.length === 0)
      report(at('notify'), 'needs to know who is on call: set on_call, or name a user (U…)');
    if (notify === 'on_call_next' && people.length === 1)
      report(at('notify'), 'needs a second one in the people of on_call');
  }
}
