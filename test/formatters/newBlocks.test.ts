import { contextBlock, richText, tableCell } from '../../formatters/blockKit/blocks';
import { foldedBlocks } from '../../formatters/blockKit/container';
import { dataTable, numberCell } from '../../formatters/blockKit/dataTable';
import { axisChart, pieChart } from '../../formatters/blockKit/dataVisualization';
import { message } from '../../formatters/blockKit/message';
import { newBlocksIn, withPlainBlocks } from '../../formatters/blockKit/plainBlocks';
import { checkedMessageBlocks } from '../../sandbox/blockKit/check';
import { messageText, tableText } from '../helpers/messageText';

const chart = axisChart({
  type: 'line',
  title: 'Balance, 24 h',
  categories: ['09:00', '10:00'],
  series: [{ name: 'paper docker', values: [0, -1.5] }],
  xLabel: 'Time in UTC',
  yLabel: 'KRW',
});
const days = dataTable('Days', ['Day', 'Change'], [[tableCell('1 Nov'), numberCell(-1200, '-1,200')]]);
const details = foldedBlocks('Evidence', [richText(['Last seen.']), contextBlock('From Redis.')]);
const withAll = message('The balance fell by 1.5.', [richText(['It fell.']), chart, days, details]);

test('A chart has a value of every series for every category, in their order', () => {
  expect(chart).toEqual({
    type: 'data_visualization',
    title: 'Balance, 24 h',
    chart: {
      type: 'line',
      series: [
        {
          name: 'paper docker',
          data: [
            { label: '09:00', value: 0 },
            { label: '10:00', value: -1.5 },
          ],
        },
      ],
      axis_config: { categories: ['09:00', '10:00'], x_label: 'Time in UTC', y_label: 'KRW' },
    },
  });
});

test('Names that are the same once they are cut get a number, so that Slack takes the chart', () => {
  const { chart } = pieChart('Rejected', [
    { name: 'a very long exchange name, 1', value: 1 },
    { name: 'a very long exchange name, 2', value: 2 },
  ]);
  expect(chart).toMatchObject({
    segments: [{ label: 'a very long exchang…' }, { label: 'a very long excha… 2' }],
  });
});

test('A name with a line end or a text direction in it is shown on one line', () => {
  expect(pieChart('a\nb', [{ name: 'x\u202ey', value: 1 }])).toMatchObject({
    title: 'a\\nb',
    chart: { segments: [{ label: 'x\\u202ey' }] },
  });
});

test('A chart, a data table and folded blocks pass through a message as they are', () => {
  expect(withAll.blocks).toEqual([richText(['It fell.']), chart, days, details]);
});

describe('For a workspace without the new blocks, a message', () => {
  const plain = withPlainBlocks(withAll);

  test('is the same without its chart, with a plain table, and with everything unfolded', () => {
    expect(messageText(plain)).toBe(
      ['It fell.', 'Days', 'Day', 'Change', '1 Nov', '-1,200', 'Evidence', 'Last seen.', 'From Redis.'].join(
        '\n',
      ),
    );
    expect(tableText(plain)).toEqual(['Day | Change', '1 Nov | -1,200']);
  });

  test('says the same to a screen reader', () => {
    expect(plain.text).toBe('The balance fell by 1.5.');
  });

  test('has none of them, and is one that Slack takes', () => {
    expect(newBlocksIn(withAll)).toEqual(['data_visualization', 'data_table', 'container']);
    expect(newBlocksIn(plain)).toEqual([]);
    expect(() => checkedMessageBlocks(plain.blocks)).not.toThrow();
  });
});

test('For a workspace that has all but charts, a message keeps what is not a chart', () => {
  expect(withPlainBlocks(withAll, ['data_visualization']).blocks).toEqual([
    richText(['It fell.']),
    days,
    details,
  ]);
});

test('A value that is no number is a cell of text', () => {
  expect([numberCell(null, 'not reported'), numberCell(Number.NaN, 'nan')]).toEqual([
    { type: 'raw_text', text: 'not reported' },
    { type: 'raw_text', text: 'nan' },
  ]);
});
