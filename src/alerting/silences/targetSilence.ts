import type { TargetId } from '../../state/keys';
import type { Incident } from '../incidents/incident';
import type { TargetRecord } from '../state/alertState';
import { isActive, isOfTarget, longestFirst, SILENCE_KINDS, type Silence } from './silence';

/** `muted`: on an alert, until it recovers. `snoozed`: an alert of it. */
export const TARGET_SILENCE_KINDS = ['muted', 'snoozed', ...SILENCE_KINDS] as const;

/** Why alerts of a target are held back; `until` is null where no time ends it. */
export interface TargetSilence {
  readonly kind: (typeof TARGET_SILENCE_KINDS)[number];
  readonly until: Date | null;
  /** A Slack user; null where that is not known, and for a window of the configuration. */
  readonly by: string | null;
  /** Critical alerts are held back, too. */
  readonly includesCritical: boolean;
}

/** The active silences of a target, the one that lasts longest first. */
export const silencesOf = (silences: readonly Silence[], target: TargetId, now: Date): readonly Silence[] =>
  silences.filter((each) => isActive(each, now) && isOfTarget(each, target)).sort(longestFirst);

/** Why alerts of the target are held back, the most far-reaching first; null for none. `silences` are its active ones. */
export function targetSilenceOf(
  record: Pick<TargetRecord, 'muted' | 'mutedBy'> | null,
  incidents: readonly Incident[],
  silences: readonly Silence[] = [],
): TargetSilence | null {
  if (record?.muted)
    return { kind: 'muted', until: null, by: record.mutedBy ?? null, includesCritical: true };
  const [longest] = [
    ...silences.filter(({ kind }) => kind !== 'quiet_hours'),
    ...silences.filter(({ kind }) => kind === 'quiet_hours'),
  ];
  if (longest !== undefined) {
    const { kind, until, by, includesCritical } = longest;
    return { kind, until, by, includesCritical };
  }
  const snoozed = incidents.find(({ state }) => state === 'snoozed');
  if (snoozed === undefined) return null;
  return { kind: 'snoozed', until: snoozed.snoozedUntil, by: snoozed.snoozedBy, includesCritical: true };
}
