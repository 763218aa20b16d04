import { nextMuteReminderAt } from '../silences/reports/reminder';
import { nextOccurrence } from '../silences/windows';
import type { AlertState } from '../state/alertState';
import type { AlertSettings } from '../types';

/** When silences begin and end, and people are reminded of those that no time ends. */
export function silenceDeadlines(
  { silences, targets, observedAt }: Pick<AlertState, 'silences' | 'targets' | 'observedAt'>,
  { silenceWindows = [], zone = 'UTC' }: Pick<AlertSettings, 'silenceWindows' | 'zone'>,
): readonly Date[] {
  return [
    ...silences.flatMap(({ closedAt, from, until }) =>
      closedAt !== null ? [] : until === null ? [from] : [from, until],
    ),
    ...silenceWindows.flatMap((window) => nextOccurrence(window, observedAt)?.from ?? []),
    ...[nextMuteReminderAt({ silences, targets }, zone, observedAt)].filter((at) => at !== null),
  ];
}
