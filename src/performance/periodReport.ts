import type { HistoryReader } from '../history/historyReader';
import type { Uptime } from '../history/model/closing';
import type { Series } from '../history/model/series';
import { msBetween } from '../lib/time';
import type { BalanceNote } from '../storage/balanceNotes';
import { type BalanceHistory, balanceHistory, type PeriodQuery } from './balanceHistory';

/** What a target did in a time, as far as it was recorded. */
export interface PeriodReport extends PeriodQuery {
  readonly balance: BalanceHistory;
  /** Null where no counter of trades was recorded. */
  readonly trades: TradeCount | null;
  readonly uptime: Uptime;
}

/** What the counter of all trades says. */
export interface TradeCount {
  readonly trades: number;
  /** How often it was set back: what was counted around that is not among them. */
  readonly resets: number;
  /** From its first value in that time to its last, in ms. */
  readonly overMs: number;
}

/** Rejects with HistoryUnavailableError where the history cannot be read in time, and with the signal's reason. */
export async function periodReport(
  history: HistoryReader,
  query: PeriodQuery,
  notes: readonly BalanceNote[],
  signal?: AbortSignal,
): Promise<PeriodReport> {
  const [balance, trades, uptime] = await Promise.all([
    balanceHistory(history, query, notes, signal),
    history.series({ ...query, field: 'tradesTotal', points: 1 }, signal),
    history.uptime(query, signal),
  ]);
  return { ...query, balance, trades: tradeCount(trades), uptime };
}

function tradeCount({ total, gaps, from, to }: Series): TradeCount | null {
  if (total === null) return null;
  const [first, last] = [gaps[0], gaps.at(-1)];
  const startsAt = first !== undefined && first.from <= from ? first.to : from;
  const endsAt = last !== undefined && last.to >= to ? last.from : to;
  return { trades: total.increase, resets: total.resets, overMs: Math.max(0, msBetween(startsAt, endsAt)) };
}
