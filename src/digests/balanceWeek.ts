import { z } from 'zod';
import type { HistoryReader } from '../history/historyReader';
import { endsWithin } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { type DayResult, pnlReport } from '../performance/pnlReport';
import type { BotStore } from '../storage/botStore';

const dayChange = z.object({
  /** `2026-11-22`. */
  day: z.string(),
  /** Since the last balance that was recorded before; null where none was recorded on that day. */
  change: z.object({ amount: z.number(), percent: z.number().nullable() }).nullable(),
  /** The day of that balance, where it is not the day before; null where it is. */
  comparedWith: z.string().nullable(),
});
export type DayChange = z.output<typeof dayChange>;

/** The balance change of the last seven days that are over, as /arb-pnl has it; null where it could not be read. */
export const balanceWeekSchema = z
  .array(
    z.object({
      target: z.string(),
      days: z.array(dayChange),
      /** The deposits and withdrawals that people noted for these days, and that the changes leave out; null for none. */
      moved: z.object({ times: z.number(), amount: z.number() }).nullable().default(null),
    }),
  )
  .nullable();
export type BalanceWeek = z.output<typeof balanceWeekSchema>;

const DAYS = 7;
/** As many as a chart has room for. */
const MOST_TARGETS = 6;
/** No digest waits longer for it, in ms. */
const LIMIT_MS = 2_000;

export interface BalanceWeekDeps {
  readonly history: HistoryReader;
  readonly botStore: Pick<BotStore, 'balanceNotes'>;
  /** The IANA zone in which days begin. */
  readonly zone: () => string;
  readonly log: Logger;
}

/** Of which targets, as of when. Undefined where no history is kept. Never rejects. */
export type ReadBalanceWeek = (targets: readonly string[], until: Date) => Promise<BalanceWeek | undefined>;

/** Reads the last days of some targets; those of which nothing is recorded are left out. */
export const readBalanceWeek =
  ({ history, botStore, zone, log }: BalanceWeekDeps): ReadBalanceWeek =>
  async (targets, until) => {
    if (history.health().mode === 'off') return undefined;
    const late = new AbortController();
    const read = async (): Promise<BalanceWeek> => {
      const noted = await botStore.balanceNotes();
      const query = { days: DAYS + 1, zone: zone(), until };
      const reports = await Promise.all(
        targets
          .slice(0, MOST_TARGETS)
          .map((target) => pnlReport(history, { ...query, target }, noted, late.signal)),
      );
      return reports
        .map(({ target, days }) => weekOf(target, days.slice(0, DAYS)))
        .filter(({ days }) => days.some(({ change }) => change !== null));
    };
    const reading = read();
    try {
      if (await endsWithin(reading, LIMIT_MS)) return await reading;
      log.info('a digest goes without its week: the history did not answer in time');
    } catch (error) {
      log.info({ err: error }, 'a digest goes without its week');
    } finally {
      late.abort();
    }
    return null;
  };

function weekOf(target: string, days: readonly DayResult[]): NonNullable<BalanceWeek>[number] {
  const moved = days.flatMap((day) => day.moved);
  const amount = moved.reduce((sum, note) => sum + note.amount, 0);
  return {
    target,
    days: days.map(dayOf),
    moved: moved.length === 0 ? null : { times: moved.length, amount },
  };
}

const dayOf = ({ day, change, comparedWith }: DayChange): DayChange => ({
  day,
  change: change && { amount: change.amount, percent: change.percent },
  comparedWith,
});
