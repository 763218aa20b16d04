import type { AlertState } from '../state/alertState';
import { mutedTargets } from './reports/reminder';
import type { MutedTarget } from './reports/report';
import { isActive, isUpcoming, longestFirst, type Silence } from './silence';
import { nextOccurrence, type SilenceWindow } from './windows';

/** What is silenced, and what is planned. */
export interface SilenceOverview {
  readonly now: Date;
  /** The one that lasts longest first. */
  readonly active: readonly Silence[];
  /** The next one first; of each window of the configuration its next occurrence. */
  readonly upcoming: readonly Silence[];
  /** Targets that were muted on an alert, until they recover. */
  readonly muted: readonly MutedTarget[];
}

export function silenceOverview(
  known: Pick<AlertState, 'silences' | 'targets'> | null,
  windows: readonly SilenceWindow[],
  now: Date,
): SilenceOverview {
  const silences = known?.silences ?? [];
  const planned = silences.filter((each) => isUpcoming(each, now));
  const next = windows.flatMap((window) => nextOccurrence(window, now) ?? []);
  return {
    now,
    active: silences.filter((each) => isActive(each, now)).sort(longestFirst),
    upcoming: [...planned, ...next].sort((a, b) => a.from.getTime() - b.from.getTime()),
    muted: mutedTargets(known?.targets ?? []),
  };
}
