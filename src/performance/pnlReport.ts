import type { HistoryReader } from '../history/historyReader';
import type { DayClosing, Uptime } from '../history/model/closing';
import type { TargetId } from '../state/keys';
import type { BalanceNote } from '../storage/balanceNotes';
import type { BalanceChange } from './balanceHistory';

/** One local day of a target, or several days together. */
export interface DayResult {
  /** `2026-11-22`; of several days, the first. */
  readonly day: string;
  readonly isRunning: boolean;
  /** Since the last balance that was recorded before, without what was noted; null where none was recorded. */
  readonly change: BalanceChange | null;
  /** The day of the balance with which it is compared, where that is not the day before; null where it is. */
  readonly comparedWith: string | null;
  readonly trades: number | null;
  /** The net P&L that the trader estimates for its executions of the day; null where it records none. */
  readonly estimatedPnl: number | null;
  readonly uptime: Pick<Uptime, 'watchedMs' | 'upMs'>;
  /** The deposits and withdrawals that are left out of the change. */
  readonly moved: readonly BalanceNote[];
}

export interface PnlReport {
  readonly target: TargetId;
  /** Ascending, and every one of them. */
  readonly days: readonly DayResult[];
  /** The same from Monday to Sunday; the first and the last may be shorter. */
  readonly weeks: readonly DayResult[];
  readonly total: DayResult;
}

export interface PnlQuery {
  readonly target: TargetId;
  readonly days: number;
  /** An IANA time zone. */
  readonly zone: string;
  readonly until: Date;
}

/** Rejects with HistoryUnavailableError where the history cannot be read in time, and with the signal's reason. */
export async function pnlReport(
  history: HistoryReader,
  query: PnlQuery,
  allNotes: readonly BalanceNote[],
  signal?: AbortSignal,
): Promise<PnlReport> {
  // The day before has the balance with which the first one is compared.
  const all = await history.closings({ ...query, days: query.days + 1 }, signal);
  const [before, ...closings] = all;
  const own = allNotes.filter(({ target }) => target === query.target);
  const movedOn = await notesByDay(history, all, own, signal);
  const days: DayResult[] = [];
  let last = balanceAtEnd(before);
  for (const closing of closings) {
    const base = last ?? balanceAtStart(closing);
    const end = balanceAtEnd(closing);
    days.push(dayResult(closing, base, end, movedOn.get(closing.day) ?? []));
    last = end ?? last;
  }
  return { target: query.target, days, weeks: weeksOf(days), total: sumOf(days) };
}

/**
 * The notes by the day whose change they are left out of: that of the first balance after the money moved. One after the last
 * balance, or before the first, has moved nothing that is seen.
 */
async function notesByDay(
  history: HistoryReader,
  days: readonly DayClosing[],
  notes: readonly BalanceNote[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly BalanceNote[]>> {
  const dayOf = async (note: BalanceNote): Promise<string | null> => {
    const { at, target } = note;
    const i = days.findIndex(({ from, to }) => at >= from && at < to);
    const day = days[i];
    if (day === undefined) return null;
    const isReportedFrom = async (from: Date, to: Date): Promise<boolean> => {
      const field = 'totalBalance';
      return (await history.series({ target, field, from, to, points: 1 }, signal)).total !== null;
    };
    const hasBalance = (each: DayClosing): boolean => balanceAtEnd(each) !== null;
    const isKnown = days.slice(0, i).some(hasBalance) || (await isReportedFrom(day.from, at));
    if (!isKnown) return null;
    if (await isReportedFrom(at, day.to)) return day.day;
    return days.slice(i + 1).find(hasBalance)?.day ?? null;
  };
  const byDay = new Map<string, BalanceNote[]>();
  for (const note of notes) {
    const day = await dayOf(note);
    if (day !== null) byDay.set(day, [...(byDay.get(day) ?? []), note]);
  }
  return byDay;
}

function weeksOf(days: readonly DayResult[]): DayResult[] {
  const weeks = new Map<string, DayResult[]>();
  for (const day of days) {
    const at = Date.parse(day.day);
    const monday = isoDay(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS);
    weeks.set(monday, [...(weeks.get(monday) ?? []), day]);
  }
  return [...weeks.values()].map(sumOf);
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Days together: a week, or all of them. */
function sumOf(days: readonly DayResult[]): DayResult {
  const changes = days.flatMap(({ change }) => change ?? []);
  const first = changes[0]?.first ?? null;
  const amount = changes.reduce((sum, change) => sum + change.amount, 0);
  return {
    day: days[0]?.day ?? '',
    isRunning: days.some(({ isRunning }) => isRunning),
    change: first === null ? null : { first, amount, percent: first > 0 ? (amount / first) * 100 : null },
    comparedWith: days.find(({ change }) => change !== null)?.comparedWith ?? null,
    trades: sumOrNull(days.map(({ trades }) => trades)),
    estimatedPnl: sumOrNull(days.map(({ estimatedPnl }) => estimatedPnl)),
    uptime: {
      watchedMs: days.reduce((sum, { uptime }) => sum + uptime.watchedMs, 0),
      upMs: days.reduce((sum, { uptime }) => sum + uptime.upMs, 0),
    },
    moved: days.flatMap(({ moved }) => moved),
  };
}

function sumOrNull(all: readonly (number | null)[]): number | null {
  const numbers = all.filter((each) => each !== null);
  return numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0);
}

const DAY_MS = 86_400_000;

interface BalanceOf {
  readonly day: string;
  readonly value: number;
}

const balanceAtStart = ({ day, opening }: DayClosing): BalanceOf | null => balanceOf(day, opening);

const balanceAtEnd = (closing: DayClosing | undefined): BalanceOf | null =>
  closing === undefined ? null : balanceOf(closing.day, closing.closing);

function balanceOf(day: string, values: DayClosing['closing']): BalanceOf | null {
  const value = values?.values.totalBalance;
  return value === undefined ? null : { day, value };
}

function dayResult(
  closing: DayClosing,
  base: BalanceOf | null,
  end: BalanceOf | null,
  moved: readonly BalanceNote[],
): DayResult {
  const { day, isRunning, counted, uptime } = closing;
  return {
    day,
    isRunning,
    change: changeFrom(base, end, moved),
    comparedWith: base === null || end === null || isDayBefore(base.day, day) ? null : base.day,
    trades: counted.tradesTotal?.increase ?? null,
    estimatedPnl: closing.closing?.values.estimatedPnlToday ?? null,
    uptime,
    moved,
  };
}

function changeFrom(
  base: BalanceOf | null,
  end: BalanceOf | null,
  moved: readonly BalanceNote[],
): BalanceChange | null {
  if (base === null || end === null) return null;
  const amount = end.value - base.value - moved.reduce((sum, note) => sum + note.amount, 0);
  return { first: base.value, amount, percent: base.value > 0 ? (amount / base.value) * 100 : null };
}

/** The same day too: the first value of a day on which nothing was known before. */
const isDayBefore = (base: string, day: string): boolean =>
  base === day || Date.parse(day) - Date.parse(base) === DAY_MS;
