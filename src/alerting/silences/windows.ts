import { dayIn, instantAt, minutesOf } from './clockTimes';
import type { Silence } from './silence';

export const WINDOW_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type WindowDay = (typeof WINDOW_DAYS)[number];

/** A silence of the configuration, which comes again. */
export interface SilenceWindow
  extends Pick<Silence, 'kind' | 'targets' | 'rules' | 'severities' | 'includesCritical' | 'reason'> {
  /** Unique among those of its kind. */
  readonly name: string;
  /** The days on which it begins; null for every day. */
  readonly days: readonly WindowDay[] | null;
  /** `22:00`. One that ends at or before the time at which it begins ends on the next day. */
  readonly from: string;
  readonly to: string;
  /** IANA. */
  readonly zone: string;
}

/** When something is, every day or on some days. */
export type ClockWindow = Pick<SilenceWindow, 'days' | 'from' | 'to' | 'zone'>;

export interface Occurrence {
  readonly from: Date;
  readonly until: Date;
}

/** How far ahead the next occurrence is looked for, in days: each day of the week comes within these. */
const DAYS_AHEAD = 8;

/** The one of the day that lies `later` days after that of `now`; null where there is none. */
function occurrenceOn(window: ClockWindow, now: Date, later: number): Occurrence | null {
  const day = dayIn(window.zone, now, later);
  const weekday = WINDOW_DAYS[day.weekday - 1];
  if (weekday === undefined || window.days?.includes(weekday) === false) return null;
  const [from, to] = [minutesOf(window.from) ?? 0, minutesOf(window.to) ?? 0];
  const lastDay = to <= from ? day.plus({ days: 1 }) : day;
  const occurrence = { from: instantAt(day, from, 'first'), until: instantAt(lastDay, to, 'last') };
  return occurrence.from < occurrence.until ? occurrence : null;
}

/** The occurrence that `now` lies in; null for none. */
export function occurrenceAt(window: ClockWindow, now: Date): Occurrence | null {
  const around = [-1, 0].flatMap((later) => occurrenceOn(window, now, later) ?? []);
  return around.find(({ from, until }) => from <= now && now < until) ?? null;
}

/** The occurrence that `now` lies in, as a silence; null for none. */
export function currentOccurrence(window: SilenceWindow, now: Date): Silence | null {
  const current = occurrenceAt(window, now);
  return current === null ? null : silenceOf(window, current);
}

/** The first occurrence that begins after `now`, as a silence; null for none within a week. */
export function nextOccurrence(window: SilenceWindow, now: Date): Silence | null {
  for (let later = 0; later <= DAYS_AHEAD; later++) {
    const occurrence = occurrenceOn(window, now, later);
    if (occurrence !== null && occurrence.from > now) return silenceOf(window, occurrence);
  }
  return null;
}

const silenceOf = (window: SilenceWindow, { from, until }: Occurrence): Silence => {
  const { kind, name, targets, rules, severities, includesCritical, reason } = window;
  return {
    ...{ id: `${kind}:${name}:${from.getTime()}`, kind, name, rules, severities, includesCritical },
    ...{ from, until, by: null, reason, endedBy: null, closedAt: null, events: [], eventsOmitted: 0 },
    targets: [...targets],
    revision: 1,
  };
};
