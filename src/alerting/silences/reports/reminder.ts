import type { SilenceNotification } from '../../../notify/model/notification';
import type { Addressing } from '../../routing/address';
import type { AlertState, TargetRecord } from '../../state/alertState';
import { dayIn, instantAt } from '../clockTimes';
import { isActive, type Silence } from '../silence';
import type { MutedTarget } from './report';
import { reminderNotification } from './reportNotifications';

/** When people are reminded of what is muted, in minutes since midnight. */
const REMIND_AT = 9 * 60;

export const mutedTargets = (targets: readonly TargetRecord[]): readonly MutedTarget[] =>
  targets.flatMap(({ target, muted, mutedAt = null, mutedBy = null }) =>
    muted ? [{ target, since: mutedAt, by: mutedBy }] : [],
  );

/** The silences that no time ends. */
const endless = (silences: readonly Silence[], now: Date): readonly Silence[] =>
  silences.filter((each) => each.until === null && isActive(each, now));

/** When the daily reminder is due next; null while nothing is silenced without an end. */
export function nextMuteReminderAt(
  { silences, targets }: Pick<AlertState, 'silences' | 'targets'>,
  zone: string,
  now: Date,
): Date | null {
  if (endless(silences, now).length === 0 && !targets.some(({ muted }) => muted)) return null;
  const dueAt = [0, 1].map((later) => instantAt(dayIn(zone, now, later), REMIND_AT, 'first'));
  return dueAt.find((at) => at > now) ?? null;
}

/**
 * The daily reminder, at 09:00 in the zone, of what is silenced without an end since before then; null while none is due.
 * After a time in which nobody ran there is one, for the last 09:00.
 */
export function muteReminder(
  known: Pick<AlertState, 'mutesRemindedAt' | 'silences' | 'targets'>,
  zone: string,
  addressing: Addressing,
): { readonly mutesRemindedAt: Date; readonly notifications: readonly SilenceNotification[] } {
  const now = addressing.detectedAt;
  const { mutesRemindedAt = now } = known;
  const dueAt = [0, -1]
    .map((later) => instantAt(dayIn(zone, now, later), REMIND_AT, 'first'))
    .find((at) => at <= now);
  if (dueAt === undefined || dueAt <= mutesRemindedAt) return { mutesRemindedAt, notifications: [] };
  const silences = endless(known.silences, now).filter(({ from }) => from < dueAt);
  const muted = mutedTargets(known.targets).filter(({ since }) => since === null || since < dueAt);
  const isAny = silences.length + muted.length > 0;
  return {
    mutesRemindedAt: dueAt,
    notifications: isAny ? [reminderNotification({ silences, muted: [...muted] }, dueAt, addressing)] : [],
  };
}
