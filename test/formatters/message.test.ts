import type { KnownBlock, RichTextBlock } from '@slack/types';
import { bulletList, contextBlock, richText, table, tableCell } from '../../formatters/blockKit/blocks';
import { foldedBlocks } from '../../formatters/blockKit/container';
import { dataTable } from '../../formatters/blockKit/dataTable';
import { axisChart, type MessageBlock } from '../../formatters/blockKit/dataVisualization';
import { message } from '../../formatters/blockKit/message';
import { checkedMessageBlocks } from '../../sandbox/blockKit/check';
import { messageText, tableText } from '../helpers/messageText';

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });
const bigTable = (rows: number): KnownBlock =>
  table(Array.from({ length: rows }, (_, i) => [{ type: 'raw_text', text: `row ${i}` }]));

const chart = (value = 1, count = 2, series = 'paper') => {
  const categories = Array.from({ length: count }, (_, i) => `${i}`);
  return axisChart({
    type: 'line',
    title: 'Balance',
    categories,
    series: [{ name: series, values: categories.map(() => value) }],
    xLabel: 'UTC',
    yLabel: 'KRW',
  });
};
const bigDataTable = (rows: number, text = 'x') =>
  dataTable(
    'Days',
    ['day'],
    Array.from({ length: rows }, () => [tableCell(text)]),
  );
const folded = (...texts: string[]) =>
  foldedBlocks(
    'Details',
    texts.map((text) => richText([text])),
  );

const tooMuch: [string, MessageBlock[]][] = [
  ['60 blocks', Array.from({ length: 60 }, (_, i) => section(`${i}`))],
  ['a section of 9,000 characters', [section('x'.repeat(9_000))]],
  ['a heading of 400 characters', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(400) } }]],
  ['an empty heading', [{ type: 'header', text: { type: 'plain_text', text: '' } }]],
  ['an empty table cell', [table([[{ type: 'raw_text', text: '' }]])]],
  ['two tables', [bigTable(2), bigTable(2)]],
  ['300 table rows', [bigTable(300)]],
  [
    'table rows of 30 cells',
    [table([Array.from({ length: 30 }, () => ({ type: 'raw_text' as const, text: 'x' }))])],
  ],
  [
    '14 fields',
    [{ type: 'section', fields: Array.from({ length: 14 }, () => ({ type: 'mrkdwn', text: 'x' })) }],
  ],
  ['rich text of 60,000 characters', [richText(['x'.repeat(60_000)])]],
  ['20 sections of 3,000 characters', Array.from({ length: 20 }, () => section('x'.repeat(3_000)))],
  ['a list of 5,000 small lines', [richText(...Array.from({ length: 5_000 }, (_, i) => [`line ${i}`]))]],
  ['three charts', [chart(), chart(), chart()]],
  ['a chart with no value for a category', [chart(Number.NaN), section('x')]],
  ['a chart of 30 categories', [chart(1, 30), section('x')]],
  ['a chart without categories', [chart(1, 0), section('x')]],
  ['a chart whose series have long names', [chart(1, 2, 'live:production '.repeat(9))]],
  ['a data table of 300 rows', [bigDataTable(300)]],
  ['a data table of 90 long rows', [bigDataTable(90, 'x'.repeat(200))]],
  ['a table and a data table', [bigTable(2), bigDataTable(2)]],
  ['14 blocks folded away', [folded(...Array.from({ length: 14 }, () => 'x'))]],
  ['60,000 characters folded away', [folded('x'.repeat(30_000), 'y'.repeat(30_000))]],
  ['folded blocks under a heading of 400 characters', [foldedBlocks('x'.repeat(400), [richText(['x'])])]],
  ['small print of 9,000 characters', [contextBlock('x'.repeat(9_000))]],
];

describe('a message given more than Slack takes', () => {
  test.each(tooMuch)('%s: is one that Slack takes', (_, blocks) => {
    expect(() => checkedMessageBlocks(message('Too much.', blocks).blocks)).not.toThrow();
  });

  test('says that blocks were left out', () => {
    const blocks = Array.from({ length: 60 }, (_, i) => section(`block ${i}`));
    expect(messageText(message('Too much.', blocks))).toMatch(/block 48\n… and more, which does not fit/);
  });

  test('says that rows were left out', () => {
    expect(tableText(message('Too much.', [bigTable(300)])).at(-1)).toBe('…');
  });

  test('shrinks what is largest and keeps the rest whole', () => {
    const text = messageText(
      message('Too much.', [section('first'), richText(['x'.repeat(60_000)]), section('last')]),
    );
    expect(text).toMatch(/^first\nx{100,}…\nlast$/);
  });

  test('keeps its buttons', () => {
    const buttons: KnownBlock = {
      type: 'actions',
      elements: Array.from({ length: 3 }, (_, i) => ({
        type: 'button',
        action_id: `${i}`,
        text: { type: 'plain_text', text: 'Acknowledge' },
        value: 'x'.repeat(2_000),
      })),
    };
    const blocks = Array.from({ length: 10 }, () => section('x'.repeat(3_000)));
    expect(message('Too much.', [...blocks, buttons]).blocks).toContainEqual(buttons);
  });

  test('has its sentence cut where Slack advises', () => {
    expect(message('x'.repeat(9_000), []).text).toHaveLength(4_000);
  });
});

test('a message that fits is left as it is', () => {
  const blocks = [section('first'), bigTable(3), contextBlock('last')];
  expect(message('Fits.', blocks)).toEqual({ text: 'Fits.', blocks });
});

test('A list that is too long for the message stays a list: its first items, with a mark that more follow', () => {
  const items = Array.from({ length: 40 }, (_, n) => [`item ${n} ${'x'.repeat(600)}`]);
  const [list] = message('Text', [bulletList('Items', items)]).blocks as RichTextBlock[];
  const [, shown] = list?.elements ?? [];
  expect(shown).toMatchObject({
    type: 'rich_text_list',
    elements: expect.arrayContaining([
      { type: 'rich_text_section', elements: [{ type: 'text', text: expect.stringMatching(/^item 0 /) }] },
      { type: 'rich_text_section', elements: [{ type: 'text', text: '…' }] },
    ]),
  });
});
