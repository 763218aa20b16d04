import type { HistoryHealth } from '../../src/history/model/health';
import { msBetween } from '../../src/lib/time';
import type { ComparedSide, Comparison } from '../../src/performance/comparison';
import { contextBlock, header, type Line, richText } from '../blockKit/blocks';
import { safeText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { FormatOptions } from '../blockKit/options';
import { seriesChart } from '../charts/seriesChart';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { targetLabel } from '../text/targetNames';
import { healthLines } from './historyNotes';

interface CompareOptions extends FormatOptions {
  /** The IANA zone of the chart's labels. */
  readonly zone: string;
}

const EXCLUDED_LISTED = 6;

/** Two targets over the same time: both curves in per cent, what they differ by, and what is left out. */
export function compareMessage(
  comparison: Comparison,
  health: HistoryHealth,
  options: CompareOptions,
): Message {
  const { sides, excluded, comparedMs, from, to } = comparison;
  const [a, b] = sides;
  const names: readonly [string, string] = [targetLabel(a.target), targetLabel(b.target)];
  const difference = a.percent === null || b.percent === null ? null : a.percent - b.percent;
  const heading = t.performance.compare.heading(names[0], names[1], difference);
  const lines = sides.map(sideLine);
  const { block } = seriesChart(
    sides.map(({ target, curve }) => ({ name: targetLabel(target), points: curve })),
    { title: t.performance.compare.title, type: 'line', plot: 'value', unit: '%', zone: options.zone },
  );
  const spoken = sides.map(({ percent }, i) => [names[i] ?? '', percent] as const);
  return dataMessage(
    safeText(`${heading}. ${t.performance.compare.spoken(spoken)}`, 600),
    [
      header(heading),
      ...(block === null ? [] : [block]),
      richText(...lines, ...healthLines(health)),
      ...truncatedExclusions(excluded),
      contextBlock(t.performance.compare.compared(comparedMs, msBetween(from, to))),
    ],
    options,
  );
}

function sideLine({ target, percent, tradesPerHour, missing }: ComparedSide): Line {
  const name = targetLabel(target);
  return percent === null
    ? t.performance.compare.missing(name, missing)
    : t.performance.compare.side(name, percent, tradesPerHour);
}

const truncatedExclusions = (excluded: Comparison['excluded']) =>
  truncatedList(
    t.performance.compare.excludedTitle,
    excluded,
    EXCLUDED_LISTED,
    ({ target, from, to, reason }) => t.performance.compare.excluded(targetLabel(target), from, to, reason),
  );
