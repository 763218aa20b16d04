import { DateTime } from 'luxon';

/** Who is on call in turn, and when one hands over to the next. */
export interface OnCallConfig {
  /** Slack users, in their order. */
  readonly people: readonly [string, ...string[]];
  /** Every week: the weekday from 1, Monday, to 7, Sunday, and the clock time in `zone`. */
  readonly handover: { readonly weekday: number; readonly hour: number; readonly minute: number };
  /** An IANA zone. */
  readonly zone: string;
  /** A day, `2026-11-30`, from whose handover on the first one is on call; null: weeks are counted from 1970. */
  readonly start: string | null;
}

/** Somebody is on call for another until then. */
export interface DutySwap {
  readonly userId: string;
  readonly until: Date;
}

export interface OnCall {
  readonly userId: string;
  /** When the next one takes over. */
  readonly until: Date;
  /** Whom the order names, where that is somebody else; null where it is not. */
  readonly insteadOf: string | null;
  /** Who takes over then. */
  readonly next: string;
  /** Whom to page after them: the next in the order; null where there is nobody else. */
  readonly backup: string | null;
}

const DAY_MS = 86_400_000;
/** The first Monday since 1970, in days since then. */
const FIRST_MONDAY = 4;

/** Who is on call at that moment. A handover that a change of the clocks skips comes as the clocks show it then; of one that comes twice the first counts. */
export function onCallAt(config: OnCallConfig, swap: DutySwap | null, now: Date): OnCall {
  const week = weekAt(config, now);
  const regular = personOf(config, week);
  const handover = handoverOf(config, week + 1);
  const isCovered = swap !== null && swap.until > now && (swap.userId !== regular || swap.until > handover);
  const userId = isCovered ? swap.userId : regular;
  const until = isCovered ? swap.until : handover;
  const others = config.people.map((_, i) => personOf(config, week + 1 + i));
  return {
    userId,
    until,
    insteadOf: userId === regular ? null : regular,
    next: personOf(config, weekAt(config, until)),
    backup: others.find((each) => each !== userId) ?? null,
  };
}

/** The week, counted from the first handover since 1970. */
function weekAt(config: OnCallConfig, now: Date): number {
  const { year, month, day } = DateTime.fromJSDate(now, { zone: config.zone });
  const week = weekOfDay(config, Date.UTC(year, month - 1, day) / DAY_MS);
  return now < handoverOf(config, week) ? week - 1 : week;
}

const weekOfDay = ({ handover }: OnCallConfig, day: number): number =>
  Math.floor((day - FIRST_MONDAY - (handover.weekday - 1)) / 7);

/** When a week begins. Counted in days of the calendar, for those with a change of the clocks last 23 or 25 hours. */
function handoverOf({ handover: { weekday, hour, minute }, zone }: OnCallConfig, week: number): Date {
  const date = new Date((FIRST_MONDAY + weekday - 1 + 7 * week) * DAY_MS);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const handover = DateTime.fromObject({ year, month, day, hour, minute }, { zone });
  const [first = handover] = handover.getPossibleOffsets();
  return first.toJSDate();
}

function personOf(config: OnCallConfig, week: number): string {
  const { people, start } = config;
  const first = start === null ? 0 : weekOfDay(config, Date.parse(start) / DAY_MS);
  const at = (((week - first) % people.length) + people.length) % people.length;
  return people[at] ?? people[0];
}
