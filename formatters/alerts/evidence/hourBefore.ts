import type { Incident } from '../../../src/alerting/incidents/incident';
import { contextBlock, type Line } from '../../blockKit/blocks';
import type { MessageBlock } from '../../blockKit/dataVisualization';
import { blockMrkdwn } from '../../blockKit/fallbackText';
import type { AlertOptions } from '../../blockKit/options';
import { changeText, chartLines } from '../../charts/chartBlocks';
import type { PlottedGap } from '../../charts/series';
import { type SeriesChart, seriesChart } from '../../charts/seriesChart';
import { t } from '../../text/catalogue';
import { currencyOf } from '../../text/currency';
import { targetLabel } from '../../text/targetNames';
import { isOver } from '../incidentText';

const HOUR_MS = 3_600_000;
/** Values of an alert are 5 min apart; where it is so much more, in ms, some are missing. */
const GAP_MS = 450_000;
/** As many times as have labels of their own beside each other on a phone. */
const CATEGORIES = 7;

/** How the balance went in the hour before an alert about one target, with its figures below; nothing where too little is known. */
export function hourBeforeBlocks(incident: Incident, options: AlertOptions): MessageBlock[] {
  const drawn = chartOf(incident, options);
  if (drawn === null) return [];
  const { chart, unit } = drawn;
  if (isFlat(chart)) return [contextBlock(blockMrkdwn(t.evidence.steady))];
  // As a change, it would say what is now, and an alert stays.
  const words = chartLines(chart, { unit, zone: options.zone, plot: 'value' });
  const change = chart.summaries.map((summary) => t.evidence.hourBefore(changeText(summary, unit)));
  const small = contextBlock(...[...change, ...words].map(blockMrkdwn));
  return [...(chart.block === null ? [] : [chart.block]), small];
}

/** What of it must be spoken: that the balance moved, while somebody may have to act. */
export function spokenHourBefore(incident: Incident, options: AlertOptions): Line[] {
  const drawn = isOver(incident) ? null : chartOf(incident, options);
  const [summary] = drawn?.chart.summaries ?? [];
  if (drawn === null || summary === undefined || isFlat(drawn.chart)) return [];
  return [t.evidence.hourBefore(changeText(summary, drawn.unit))];
}

function chartOf(
  { targets: [target, ...others], evidence, openedAt }: Incident,
  options: AlertOptions,
): { readonly chart: SeriesChart; readonly unit: string | null } | null {
  const balances = evidence?.balances ?? [];
  if (target === undefined || others.length > 0 || balances.length === 0) return null;
  const readings = balances.map(([atMs, value]) => ({ at: new Date(atMs), value }));
  const unit = currencyOf(options, target.target);
  const chart = seriesChart(
    [
      {
        name: targetLabel(target.target),
        points: [...readings, ...gapsBetween([...readings.map(({ at }) => at), openedAt], openedAt)],
      },
    ],
    {
      ...{ title: t.evidence.hourBeforeTitle, type: 'line', plot: 'change' },
      ...{ unit, zone: options.zone, maxCategories: CATEGORIES },
    },
  );
  return { chart, unit };
}

function gapsBetween(times: readonly Date[], openedAt: Date): PlottedGap[] {
  const all = [new Date(openedAt.getTime() - HOUR_MS), ...times];
  return all.slice(1).flatMap((to, i): PlottedGap[] => {
    const from = all[i] ?? to;
    const isLong = to.getTime() - from.getTime() > GAP_MS;
    return isLong ? [{ from, to, gap: t.performance.gap('no_records') }] : [];
  });
}

const isFlat = ({ summaries }: SeriesChart): boolean =>
  summaries.every(({ lowest, highest }) => lowest.value === highest.value);
