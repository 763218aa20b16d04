import type { RehearsalReport, RehearsedDay } from '../../src/rehearsal/rehearsalReport';
import { axisChart, type DataVisualizationBlock } from '../blockKit/dataVisualization';
import { CHART_LIMITS } from '../blockKit/slackLimits';
import { shortDay } from '../performance/dayBars';
import { t } from '../text/catalogue';

/** Alerts a day with either settings; of more days than fit, of as many together as is needed. Null for fewer than two bars, or no alert. */
export function rehearsalChart({ days, zone }: RehearsalReport): DataVisualizationBlock | null {
  const together = Math.ceil(days.length / CHART_LIMITS.categories);
  const spans: RehearsedDay[] = [];
  for (let i = 0; i < days.length; i += together) {
    const span = days.slice(i, i + together);
    const [first] = span;
    if (first === undefined) continue;
    spans.push({ day: first.day, before: sum(span, 'before'), after: sum(span, 'after') });
  }
  if (spans.length < 2 || spans.every(({ before, after }) => before + after === 0)) return null;
  const { chart } = t.rehearsal;
  return axisChart({
    type: 'bar',
    title: chart.title,
    categories: spans.map(({ day }) => shortDay(day)),
    series: [
      { name: chart.before, values: spans.map(({ before }) => before) },
      { name: chart.after, values: spans.map(({ after }) => after) },
    ],
    xLabel: `${together === 1 ? chart.day : chart.days(together)}, ${zone}`,
    yLabel: chart.yLabel,
  });
}

const sum = (days: readonly RehearsedDay[], which: 'before' | 'after'): number =>
  days.reduce((all, day) => all + day[which], 0);
