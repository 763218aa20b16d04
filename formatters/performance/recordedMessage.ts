import type { Series } from '../../src/history/model/series';
import { msBetween } from '../../src/lib/time';
import { contextBlock, header, richText } from '../blockKit/blocks';
import { safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { CHART_LIMITS } from '../blockKit/slackLimits';
import { chartBlocks } from '../charts/chartBlocks';
import { seriesChart } from '../charts/seriesChart';
import { t } from '../text/catalogue';
import { currencyOf } from '../text/currency';
import { targetLabel } from '../text/targetNames';

/** The total balance of one target as it was recorded, with the deposits and withdrawals in it. */
export function recordedMessage(
  { target, from, to, points, gaps, resolution }: Series,
  options: FormatOptions & { readonly zone: string },
): Message {
  const name = targetLabel(target);
  const [first] = points;
  const unit = currencyOf(options, target);
  const { zone } = options;
  const readings = [
    ...(first === undefined ? [] : [{ at: first.from, value: first.first }]),
    ...points.map(({ to: at, last: value, min, max }) => ({ at, value, min, max })),
  ];
  const title = t.performance.title(t.performance.length(msBetween(from, to)));
  const chart = seriesChart(
    [
      {
        name,
        points: [...readings, ...gaps.map((gap) => ({ ...gap, gap: t.performance.gap(gap.reason) }))],
      },
    ],
    { title, type: 'line', plot: 'change', unit, zone, maxCategories: CHART_LIMITS.categories },
  );
  return dataMessage(
    `${safeText(`${name}. ${title}`)}.`,
    [
      header(name),
      ...(first === undefined
        ? [richText(t.performance.noBalance(gaps[0]?.reason ?? null))]
        : chartBlocks(chart, { unit, zone })),
      contextBlock(t.performance.recorded(resolution)),
    ],
    options,
  );
}
