import { z } from 'zod';
import { CHART_LIMITS } from '../../../formatters/blockKit/slackLimits';
import { blockId } from '../objects';

const name = z.string().min(1).max(CHART_LIMITS.name);
const axisLabel = z.string().max(CHART_LIMITS.axisLabel).optional();

/** The names that stand at more than one place, with the later places. */
function repeatsIn(names: readonly string[]): [number, string][] {
  return [...names.entries()].filter(([index, one]) => names.indexOf(one) !== index);
}

const axisConfig = z.strictObject({
  categories: z
    .array(name)
    .min(1)
    .max(CHART_LIMITS.categories)
    .superRefine((categories, context) => {
      for (const [index, one] of repeatsIn(categories))
        context.addIssue({ code: 'custom', path: [index], message: `duplicate category: ${one}` });
    }),
  x_label: axisLabel,
  y_label: axisLabel,
});

const oneSeries = z.strictObject({
  name,
  data: z
    .array(z.strictObject({ label: name, value: z.number() }))
    .min(1)
    .max(CHART_LIMITS.categories),
});

const axisChart = z
  .strictObject({
    type: z.enum(['line', 'bar', 'area']),
    series: z.array(oneSeries).min(1).max(CHART_LIMITS.series),
    axis_config: axisConfig,
  })
  .superRefine(({ series, axis_config: { categories } }, context) => {
    for (const [index, one] of repeatsIn(series.map((one) => one.name)))
      context.addIssue({ code: 'custom', path: ['series', index], message: `duplicate series: ${one}` });
    for (const [index, { data }] of series.entries()) {
      const labels = data.map(({ label }) => label);
      if (labels.length === categories.length && categories.every((one) => labels.includes(one))) continue;
      context.addIssue({
        code: 'custom',
        path: ['series', index, 'data'],
        message: 'must have one data point for each category',
      });
    }
  });

const pieChart = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(z.strictObject({ label: name, value: z.number().gt(0) }))
    .min(1)
    .max(CHART_LIMITS.segments),
});

/** A chart. */
export const chartBlock = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: blockId,
  title: z.string().min(1).max(CHART_LIMITS.title),
  chart: z.discriminatedUnion('type', [axisChart, pieChart]),
});
