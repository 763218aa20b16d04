import { eventNotification } from '../incidents/notificationIds';
import { addressOf } from '../routing/address';
import type { AlertState } from '../state/alertState';
import type { AlertSettings, EvaluationResult, Refusal } from '../types';
import { dutyAt } from './duty';
import { type OnCall, onCallAt } from './onCall';

/** What somebody wants of who is on call. */
export type DutyRequest =
  /** Null: until the next handover. */
  | { readonly kind: 'swap'; readonly userId: string; readonly until: Date | null }
  | { readonly kind: 'clear' };

/** The rule that no rule is: that somebody else is on call. */
const DUTY = 'duty';

/** Puts somebody else on call, or ends that; reported in the alert channel. */
export function changeDuty(
  known: AlertState,
  request: DutyRequest,
  by: string,
  now: Date,
  settings: AlertSettings,
): EvaluationResult | { readonly refused: Refusal } {
  const config = settings.paging?.onCall;
  const before = dutyAt(config, known.duty, now);
  if (!config || before === null) return { refused: { kind: 'no_on_call' } };
  const regular = onCallAt(config, null, now);
  const isBackToOrder = request.kind === 'swap' && request.userId === before.insteadOf;
  if (request.kind === 'clear' && before.insteadOf === null) return { refused: { kind: 'no_swap' } };
  if (request.kind === 'swap' && !isBackToOrder && changesNothing(request, before))
    return { refused: { kind: 'already_on_call', userId: request.userId, until: before.until } };
  const swap =
    request.kind === 'clear' || isBackToOrder
      ? null
      : { userId: request.userId, until: request.until ?? regular.until };
  const duty = { swap, at: now, by };
  const after = onCallAt(config, swap, now);
  const event = {
    rule: DUTY,
    target: DUTY,
    key: `${request.kind}:${after.userId}:${now.getTime()}`,
    level: 'normal',
    severity: 'info',
    details: { userId: after.userId, before: before.userId, until: after.until.toISOString(), by },
  } as const;
  const destination = addressOf({ severity: 'info', targets: [] }, { settings, duty, detectedAt: now });
  const action =
    swap === null ? ({ kind: 'duty_clear' } as const) : ({ kind: 'duty_swap', ...swap } as const);
  return {
    state: { ...known, duty },
    notifications: [eventNotification(event, now, destination)],
    cancelled: [],
    audit: [{ at: now, actor: by, action, incident: null, target: null }],
    logLines: [],
    expiredIncidents: [],
  };
}

/** A swap of one's own may be shortened, a week of one's own may not. */
const changesNothing = (
  { userId, until }: Extract<DutyRequest, { kind: 'swap' }>,
  before: Pick<OnCall, 'userId' | 'insteadOf' | 'until'>,
): boolean =>
  userId === before.userId && (until === null || (before.insteadOf === null && until <= before.until));
