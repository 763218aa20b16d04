import { earlier } from '../../lib/time';
import type { ClosingsQuery } from '../historyReader';
import type { CheckRecord } from '../model/checkRecord';
import type { ClosingValues, CounterRise, DayClosing } from '../model/closing';
import { COUNTER_FIELDS, type CounterField, HISTORY_FIELDS, type HistoryField } from '../model/fields';
import { type LocalDay, localDays } from '../model/localDays';
import type { WatchSettings } from '../model/watching';
import { aggregateOf } from './aggregateOf';
import { sampleAt } from './memoryGaps';
import { memoryUptime } from './memoryUptime';

export function memoryClosings(
  checks: readonly CheckRecord[],
  { target, days, zone, until }: ClosingsQuery,
  settings: WatchSettings,
): readonly DayClosing[] {
  const now = settings.clock.now();
  const values = (field: HistoryField, from: Date, to: Date): number[] =>
    checks.flatMap((check) => sampleOf(check, from, to)?.values[field] ?? []);
  const sampleOf = (check: CheckRecord, from: Date, to: Date) =>
    check.at >= from && check.at < to ? sampleAt(check, target) : null;
  const closingOf = (day: LocalDay): DayClosing => {
    const { from, to } = day;
    const samples = checks.flatMap((check) => {
      const sample = sampleOf(check, from, to);
      return sample === null ? [] : [{ at: check.at, values: sample.values }];
    });
    const balance = aggregateOf('totalBalance', values('totalBalance', from, to));
    const counted: Partial<Record<CounterField, CounterRise>> = {};
    for (const field of COUNTER_FIELDS) {
      const before = values(field, new Date(0), from).at(-1) ?? null;
      const sum = aggregateOf(field, values(field, from, to), before);
      if (sum !== null) counted[field] = { increase: sum.increase, resets: sum.resets };
    }
    return {
      ...day,
      isRunning: to > now,
      opening: pickEach(samples),
      closing: pickEach([...samples].reverse()),
      balance: balance && { min: balance.min, max: balance.max, fall: balance.fall },
      counted,
      uptime: memoryUptime(checks, { target, from, to }, settings),
    };
  };
  return localDays(earlier(until, now), days, zone).map(closingOf);
}

/** The first value of each field. */
function pickEach(samples: readonly ClosingValues[]): ClosingValues | null {
  const [first] = samples.filter((sample) => Object.keys(sample.values).length > 0);
  if (first === undefined) return null;
  const values: Partial<Record<HistoryField, number>> = {};
  for (const sample of samples)
    for (const field of HISTORY_FIELDS) {
      const value = sample.values[field];
      if (value !== undefined) values[field] ??= value;
    }
  return { at: first.at, values };
}
