import type { DayChange } from '../../src/digests/balanceWeek';
import type { Digest } from '../../src/digests/digest';
import { bold, type Line, richText } from '../blockKit/blocks';
import type { MessageBlock } from '../blockKit/dataVisualization';
import { dayBars, shortDay } from '../performance/dayBars';
import { t } from '../text/catalogue';
import { type Currencies, currencyOf } from '../text/currency';
import { targetLabel } from '../text/targetNames';

/** The balance change of the last seven days as bars and in words; nothing where none is recorded. */
export function weekBlocks(digest: Digest, currencies: Currencies): MessageBlock[] {
  const lines = weekLines(digest, currencies);
  if (lines.length === 0) return [];
  const chart = chartOf(digest.week ?? [], currencies);
  if (chart !== null) return [chart, richText(...lines)];
  return [richText([bold(t.digest.week.title)], ...lines)];
}

/** For each target the last day, compared with the day before; and which days nothing is recorded of. */
export function weekLines({ week, sections }: Digest, currencies: Currencies): Line[] {
  if (week === undefined || !sections.includes('balance')) return [];
  if (week === null) return [[t.digest.week.notRead]];
  return week.flatMap(({ target, days, moved }): Line[] => {
    const name = targetLabel(target);
    const lacking = days.filter(({ change }) => change === null).map(({ day }) => shortDay(day));
    return [
      ...lastDay(name, days, currencyOf(currencies, target)),
      ...movedLine(name, moved, currencyOf(currencies, target)),
      ...(lacking.length === 0 ? [] : [[t.digest.week.lacking(name, lacking)]]),
    ];
  });
}

type Moved = NonNullable<Digest['week']>[number]['moved'];

const movedLine = (name: string, moved: Moved, currency: string | null): Line[] =>
  moved === null
    ? []
    : [[t.digest.week.moved(name, moved.times, t.charts.change(moved.amount, null, currency))]];

function lastDay(name: string, days: readonly DayChange[], currency: string | null): Line[] {
  const [before, last] = days.slice(-2);
  if (last === undefined || last.change === null) return [];
  const { amount, percent } = last.change;
  const change = t.charts.change(amount, percent, currency);
  return [
    t.digest.week.day(name, shortDay(last.day), change, {
      since: last.comparedWith === null ? null : shortDay(last.comparedWith),
      before: before === undefined ? null : shortDay(before.day),
      more: before === undefined || before.change === null ? null : amount - before.change.amount,
    }),
  ];
}

/** Of one target in its currency, of several in per cent. */
function chartOf(week: NonNullable<Digest['week']>, currencies: Currencies): MessageBlock | null {
  const [only, ...others] = week;
  if (only === undefined) return null;
  const isOne = others.length === 0;
  return dayBars(
    week.map(({ target, days }) => ({ name: targetLabel(target), days })),
    {
      title: t.digest.week.title,
      label: t.performance.pnl.columns.day,
      plot: isOne ? 'change' : 'percent',
      unit: isOne ? currencyOf(currencies, only.target) : null,
    },
  );
}
