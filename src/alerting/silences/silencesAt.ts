import { createHoldOf, type HoldOf } from './hold';
import { type Alertable, type HeldEvent, isActive, type Silence } from './silence';
import { currentOccurrence, type SilenceWindow } from './windows';

/** So many events of one silence are named. */
const MAX_EVENTS = 20;

/** The silences of a check: those that are stored, and the windows of the configuration that have begun. */
export interface SilencesAt {
  readonly silences: readonly Silence[];
  readonly holdOf: HoldOf;
}

/**
 * A window that has begun is stored, so that it silences every instance alike, also one whose configuration does not have
 * it yet. One that was ended early does not begin again.
 */
export function silencesAt(
  known: readonly Silence[],
  windows: readonly SilenceWindow[],
  isSilent: (rule: string, target: string) => boolean,
  now: Date,
): SilencesAt {
  const ids = new Set(known.map(({ id }) => id));
  const begun = windows.flatMap((window) => {
    const occurrence = currentOccurrence(window, now);
    return occurrence === null || ids.has(occurrence.id) ? [] : [occurrence];
  });
  const silences = begun.length === 0 ? known : [...known, ...begun];
  const active = silences.filter((each) => isActive(each, now));
  return { silences, holdOf: createHoldOf(active, isSilent) };
}

/** The silences with the events that each of them held back at `at`. */
export function withHeldEvents(
  { silences, holdOf }: SilencesAt,
  events: readonly Alertable[],
  at: Date,
): readonly Silence[] {
  const held = new Map<string, HeldEvent[]>();
  for (const { rule, target, severity } of events) {
    const hold = holdOf({ rule, target, severity });
    if (hold !== null) held.set(hold.id, [...(held.get(hold.id) ?? []), { rule, target, at }]);
  }
  return held.size === 0 ? silences : silences.map((each) => withEvents(each, held.get(each.id) ?? []));
}

function withEvents(silence: Silence, held: readonly HeldEvent[]): Silence {
  if (held.length === 0) return silence;
  const all = [...silence.events, ...held];
  return {
    ...silence,
    events: all.slice(0, MAX_EVENTS),
    eventsOmitted: silence.eventsOmitted + Math.max(0, all.length - MAX_EVENTS),
    revision: silence.revision + 1,
  };
}
