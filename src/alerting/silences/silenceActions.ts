import type { AlertState } from '../state/alertState';
import type { AlertSettings, AuditEntry, EvaluationResult, Refusal } from '../types';
import { holdOpen } from './holdOpen';
import { isActive, isOfTarget, isUpcoming, type Silence, type SilenceKind } from './silence';

/** More silences at one time are refused: they would be somebody's program. */
const MAX_SILENCES = 200;

/** A silence that a person asks for. */
export interface BeginSilence extends Pick<Silence, 'from' | 'until' | 'includesCritical' | 'reason'> {
  readonly targets: readonly string[];
  readonly kind: Exclude<SilenceKind, 'quiet_hours'>;
  /** A Slack user. */
  readonly by: string;
}

/** What a person wants to be silent no more: silences of these kinds, of one target or of all. */
export interface EndSilences {
  readonly kinds: readonly SilenceKind[];
  /** A target's id; null for all. */
  readonly target: string | null;
  /** Targets that were muted on an alert are monitored again, too. */
  readonly unmutes: boolean;
  readonly by: string;
}

const UNCHANGED = {
  notifications: [],
  cancelled: [],
  audit: [],
  logLines: [],
  expiredIncidents: [],
} as const;

/**
 * The state with the silence. One of the same kind, for the same targets, that is active or still to come is replaced by it,
 * where the two meet: so asking again changes its end. Open alerts that it covers say so.
 */
export function beginSilence(
  known: AlertState,
  { kind, targets, from, until, by, reason, includesCritical }: BeginSilence,
  now: Date,
  settings: AlertSettings,
): EvaluationResult | { readonly refused: Refusal } {
  if (until !== null && until <= now) return { refused: { kind: 'in_the_past', until } };
  const same = known.silences.find(
    (each) => isSameSilence(each, { kind, targets }) && isCurrent(each, now) && meets(each, { from, until }),
  );
  const asked = { from, until, by, reason, includesCritical };
  const silence: Silence =
    same === undefined
      ? {
          ...{ id: `${kind}:${now.getTime()}:${targets[0]}`, kind, name: null, targets: [...targets] },
          ...{ rules: null, severities: null, ...asked, endedBy: null, closedAt: null },
          ...{ events: [], eventsOmitted: 0, revision: 1 },
        }
      : { ...same, ...asked, from: same.from < from ? same.from : from, revision: same.revision + 1 };
  const others = known.silences.filter((each) => each !== same);
  if (others.filter((each) => isCurrent(each, now)).length >= MAX_SILENCES)
    return { refused: { kind: 'too_many_silences' } };
  const held = holdOpen({ ...known, silences: [...others, silence] }, now, settings);
  return {
    ...UNCHANGED,
    ...held,
    audit: [silenceEntry(silence, 'silence_begun', by, now), ...held.audit],
  };
}

/** The state without these silences; what they held back is reported by the next check. */
export function endSilences(
  known: AlertState,
  { kinds, target, unmutes, by }: EndSilences,
  now: Date,
): EvaluationResult | { readonly refused: Refusal } {
  const ending = silencesToEnd(known, { kinds, target }, now);
  const isMuted = ({ target: id, muted }: AlertState['targets'][number]): boolean =>
    unmutes && muted && (target === null || id === target);
  const unmuted = known.targets.filter(isMuted);
  if (ending.length + unmuted.length === 0) return { refused: { kind: 'no_silence' } };
  const ended = (silence: Silence): Silence => ({
    ...silence,
    endedBy: by,
    ...(isActive(silence, now) ? { until: now } : { closedAt: now }),
    revision: silence.revision + 1,
  });
  return {
    ...UNCHANGED,
    state: {
      ...known,
      silences: known.silences.map((each) => (ending.includes(each) ? ended(each) : each)),
      targets: known.targets.map((each) => (isMuted(each) ? { ...each, muted: false } : each)),
    },
    audit: [
      ...ending.map((silence) => silenceEntry(silence, 'silence_ended', by, now)),
      ...unmuted.map(
        ({ target }): AuditEntry => ({
          at: now,
          actor: by,
          action: { kind: 'unmute' },
          incident: null,
          target,
        }),
      ),
    ],
  };
}

/** The silences that would be ended: active ones and those to come. */
export const silencesToEnd = (
  { silences }: Pick<AlertState, 'silences'>,
  { kinds, target }: Pick<EndSilences, 'kinds' | 'target'>,
  now: Date,
): readonly Silence[] =>
  silences.filter(
    (each) =>
      kinds.includes(each.kind) && isCurrent(each, now) && (target === null || isOfTarget(each, target)),
  );

const isCurrent = (silence: Silence, now: Date): boolean =>
  isActive(silence, now) || isUpcoming(silence, now);

const isSameSilence = (a: Silence, b: Pick<BeginSilence, 'kind' | 'targets'>): boolean =>
  a.name === null && a.kind === b.kind && a.targets.join('\n') === b.targets.join('\n');

type Span = Pick<Silence, 'from' | 'until'>;
const meets = (a: Span, b: Span): boolean =>
  (a.until === null || b.from <= a.until) && (b.until === null || a.from <= b.until);

const silenceEntry = (
  { kind, targets, from, until, includesCritical }: Silence,
  what: 'silence_begun' | 'silence_ended',
  actor: string,
  at: Date,
): AuditEntry => ({
  at,
  actor,
  action: { kind: what, silence: { kind, targets, from, until, includesCritical } },
  incident: null,
  target: targets[0] ?? null,
});
