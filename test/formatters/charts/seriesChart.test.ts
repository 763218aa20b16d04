import fc from 'fast-check';
import { chartBlocks } from '../../../formatters/charts/chartBlocks';
import type { PlottedSeries } from '../../../formatters/charts/series';
import { type SeriesChartOptions, seriesChart } from '../../../formatters/charts/seriesChart';
import { checkedMessageBlocks } from '../../../sandbox/blockKit/check';
import { messageText } from '../../helpers/messageText';

const OPTIONS: SeriesChartOptions = {
  title: 'Balance',
  type: 'line',
  plot: 'change',
  unit: 'KRW',
  zone: 'UTC',
};
const MINUTE = 60_000;
const START = Date.parse('2026-11-22T09:00:00Z');
const at = (minute: number): Date => new Date(START + minute * MINUTE);
const reading = (minute: number, value: number) => ({ at: at(minute), value });
const gap = (from: number, to: number, reason = 'the bot was down') => ({
  from: at(from),
  to: at(to),
  gap: reason,
});
const series = (name: string, ...points: PlottedSeries['points']): PlottedSeries => ({ name, points });
/** One reading a minute. */
const everyMinute = (from: number, to: number, value: (minute: number) => number) =>
  Array.from({ length: to - from + 1 }, (_, i) => reading(from + i, value(from + i)));

const plotOf = (all: readonly PlottedSeries[], change: Partial<SeriesChartOptions> = {}) => {
  const { block } = seriesChart(all, { ...OPTIONS, ...change });
  if (block === null || block.chart.type === 'pie') return null;
  const { axis_config, series } = block.chart;
  return {
    ...{ labels: axis_config.categories, x: axis_config.x_label, y: axis_config.y_label },
    values: series.map(({ data }) => data.map(({ value }) => value)),
  };
};
const wordsOf = (all: readonly PlottedSeries[], change: Partial<SeriesChartOptions> = {}) => {
  const options = { ...OPTIONS, ...change };
  return messageText({ blocks: chartBlocks({ ...seriesChart(all, options), block: null }, options) });
};

test('Few readings are plotted each at its own time, as the change since the first', () => {
  const readings = series(
    'paper docker',
    reading(0, 10_012_345.67),
    reading(10, 10_012_345.68),
    reading(30, 10_000_000),
  );
  expect(plotOf([readings])).toEqual({
    labels: ['09:00', '09:10', '09:30'],
    x: 'UTC, 22 Nov',
    y: 'Change in KRW',
    values: [[0, 0.01, -12_345.67]],
  });
});

test('Of many readings the last one of each part of the time is plotted, and the very first', () => {
  const readings = series('paper docker', ...everyMinute(0, 110, (minute) => minute));
  expect(plotOf([readings])).toMatchObject({
    labels: [
      '09:00',
      '09:10',
      '09:20',
      '09:30',
      '09:40',
      '09:50',
      '10:00',
      '10:10',
      '10:20',
      '10:30',
      '10:40',
      '10:50',
    ],
    values: [[0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]],
  });
});

test('A gap is cut out of the chart and named with its reason', () => {
  const readings = series(
    'paper docker',
    ...everyMinute(0, 20, () => 100),
    gap(20, 80),
    ...everyMinute(80, 110, () => 90),
  );
  expect(plotOf([readings])).toMatchObject({
    labels: ['09:00', '09:10', '09:20', '10:20', '10:30', '10:40', '10:50'],
  });
  expect(wordsOf([readings])).toBe(
    [
      '−10.00 KRW (−10 %), now 90.00; lowest 90.00 (10:20), highest 100.00 (09:00).',
      'No data, cut out of the chart: 09:20–10:20 (the bot was down).',
    ].join('\n'),
  );
});

test('Of many gaps the longest three are named, in their order', () => {
  const gaps = [gap(1, 2, 'a'), gap(10, 20, 'b'), gap(30, 33, 'c'), gap(40, 60, 'd'), gap(70, 71, 'e')];
  const words = wordsOf([series('paper docker', reading(0, 1), ...gaps, reading(80, 2))]);
  expect(words).toContain(
    '09:10–09:20 (b); 09:30–09:33 (c); 09:40–10:00 (d); and 2 more gaps, 2 min in all.',
  );
});

test('The lowest and the highest value are named although they are not plotted', () => {
  const words = wordsOf([
    series('paper docker', ...everyMinute(0, 600, (minute) => (minute === 301 ? -7 : minute))),
  ]);
  expect(words).toContain('lowest -7.00 (14:01), highest 600.00 (19:00)');
});

test('A lowest and a highest value that lay between two readings are named without a time', () => {
  const readings = series(
    'paper docker',
    reading(0, 1_000),
    { ...reading(10, 1_010), min: 990, max: 1_010 },
    { ...reading(20, 1_005), min: 1_005, max: 1_020 },
  );
  const words = wordsOf([readings]);
  expect(words).toContain('lowest 990.00, highest 1,020.00');
});

describe('Two series', () => {
  const live = series('live docker', ...everyMinute(0, 60, (minute) => 200 + minute));
  const paper = series('paper docker', ...everyMinute(0, 20, () => 100), ...everyMinute(40, 60, () => 150));

  test('are plotted where both have a value', () => {
    expect(plotOf([live, paper], { maxCategories: 7, plot: 'percent' })).toMatchObject({
      labels: ['09:00', '09:10', '09:20', '09:40', '09:50', '10:00'],
      y: 'Change in %',
      values: [
        [0, 5, 10, 20, 25, 30],
        [0, 0, 0, 50, 50, 50],
      ],
    });
  });

  test('begin where the later of them begins', () => {
    const late = series('paper docker', ...everyMinute(30, 60, () => 100));
    expect(plotOf([live, late], { maxCategories: 4 })).toMatchObject({
      labels: ['09:30', '09:40', '09:50', '10:00'],
      values: [
        [0, 10, 20, 30],
        [0, 0, 0, 0],
      ],
    });
    expect(wordsOf([live, late])).toMatch(
      /^live docker: \+30.00 KRW \(\+13.04 %\), now 260.00; lowest 230.00 \(09:30\)/,
    );
  });

  test('of which one has no value are plotted without that one, which is named', () => {
    const silent = series('paper docker', gap(0, 60, 'not reported'));
    expect(plotOf([live, silent])?.values).toHaveLength(1);
    expect(wordsOf([live, silent])).toContain('No value of paper docker.');
    expect(wordsOf([live, silent])).toContain('paper docker 09:00–10:00 (not reported)');
  });
});

test.each<[string, PlottedSeries]>([
  ['no reading', series('paper docker', gap(0, 60))],
  ['one reading', series('paper docker', reading(0, 1))],
  ['no number', series('paper docker', reading(0, Number.NaN), reading(1, Number.POSITIVE_INFINITY))],
])('There is no chart of %s, and words all the same', (_, of) => {
  expect(plotOf([of])).toBeNull();
  expect(wordsOf([of])).not.toBe('');
});

test('There is no chart in per cent of a first value that is 0 or less', () => {
  expect(plotOf([series('a', reading(0, 0), reading(1, 5))], { plot: 'percent' })).toBeNull();
  expect(wordsOf([series('a', reading(0, 0), reading(1, 5))])).toMatch(/^\+5.00 KRW, now 5.00/);
});

test('Values that are changes themselves, such as one a day, are not summed up by a change', () => {
  const days = [5, -7, 3].map((value, i) => reading(i * 24 * 60, value));
  const options = { type: 'bar', plot: 'value' } as const;
  expect(plotOf([series('a', ...days)], options)).toMatchObject({
    labels: ['22 Nov', '23 Nov', '24 Nov'],
    y: 'KRW',
    values: [[5, -7, 3]],
  });
  expect(wordsOf([series('a', ...days)], options)).toBe(
    'last 3.00 (24 Nov); lowest -7.00 (23 Nov), highest 5.00 (22 Nov).',
  );
});

test.each([
  ['a quarter of an hour', 15, 'UTC', '09:00', 'UTC, 22 Nov'],
  ['a day', 24 * 60, 'UTC', '22 Nov 09:00', 'UTC, 22 Nov – 23 Nov'],
  ['less than a day', 23 * 60, 'Asia/Seoul', '18:00', 'Asia/Seoul, 22 Nov – 23 Nov'],
  ['three days', 3 * 24 * 60, 'UTC', 'Sun 09:00', 'UTC, 22 Nov – 25 Nov'],
  ['a month', 30 * 24 * 60, 'UTC', '22 Nov', 'UTC, 22 Nov – 22 Dec'],
  ['a year', 400 * 24 * 60, 'UTC', '22 Nov 2026', 'UTC, 22 Nov – 27 Dec'],
])('Labels of %s are as short as they can be, and the axis names the zone', (_, minutes, zone, first, x) => {
  const readings = Array.from({ length: 12 }, (_, i) => reading((minutes * i) / 11, i));
  const plot = plotOf([series('a', ...readings)], { zone });
  expect([plot?.labels[0], plot?.x]).toEqual([first, x]);
});

test('When clocks are set back, the hour that comes twice has two labels', () => {
  const fall = Date.parse('2026-10-25T00:15:00Z');
  const readings = [0, 1, 2].map((hour) => ({ at: new Date(fall + hour * 60 * MINUTE), value: hour }));
  const plot = plotOf([series('a', ...readings)], { zone: 'Europe/Berlin' });
  expect(plot?.labels).toEqual(['25 02:15 GMT+2', '25 02:15 GMT+1', '25 03:15 GMT+1']);
});

/** Readings at any times, those within the gaps left out. */
const anySeries = fc
  .record({
    name: fc.string(),
    readings: fc.array(
      fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.double({ noNaN: true, min: -1e12, max: 1e12 })),
      { maxLength: 60 },
    ),
    gaps: fc.array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 1, max: 20_000 })), {
      maxLength: 4,
    }),
  })
  .map(({ name, readings, gaps }): PlottedSeries => {
    const isOut = (minute: number) => gaps.some(([from, length]) => minute > from && minute < from + length);
    const kept = readings
      .filter(([minute]) => !isOut(minute))
      .map(([minute, value]) => reading(minute, value));
    return series(name, ...kept, ...gaps.map(([from, length]) => gap(from, from + length)));
  });

test('Whatever the series, Slack takes the chart, and each value in it was read', () => {
  const any = fc.record({
    all: fc.array(anySeries, { minLength: 1, maxLength: 3 }),
    zone: fc.constantFrom('UTC', 'Asia/Seoul', 'Europe/Berlin', 'Australia/Lord_Howe'),
    maxCategories: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(any, ({ all, ...options }) => {
      const chart = seriesChart(all, { ...OPTIONS, ...options, plot: 'value' });
      checkedMessageBlocks(chartBlocks(chart, { ...OPTIONS, ...options }));
      if (chart.block === null || chart.block.chart.type === 'pie') return;
      const withReadings = all.filter(({ points }) => points.some((point) => 'value' in point));
      chart.block.chart.series.forEach(({ data }, i) => {
        const read = new Set(withReadings[i]?.points.map((point) => ('value' in point ? point.value : null)));
        expect(data.every(({ value }) => read.has(value))).toBe(true);
        expect(data.length).toBeLessThanOrEqual(20);
      });
    }),
    { numRuns: 300 },
  );
});
