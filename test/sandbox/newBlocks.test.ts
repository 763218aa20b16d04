import { type Sandbox, startSandbox } from '../../sandbox';
import { actions, button, cell, line, many, plain, richText, section, table, x } from './blockBuilders';
import { refusalOf, webClient } from './clients';

let slack: Sandbox;
beforeAll(async () => {
  slack = await startSandbox();
});
afterEach(() => slack.refuseBlocks([]));
afterAll(() => slack.stop());

function post(blocks: readonly object[]): Promise<unknown> {
  return webClient(slack).apiCall('chat.postMessage', { channel: 'C0OPS', text: 'Hello', blocks });
}

async function rejection(blocks: readonly object[]): Promise<unknown> {
  const { error, response_metadata } = await refusalOf(post(blocks));
  return [error, ...(response_metadata?.messages ?? [])];
}

const names = (count: number) => many(count, (i) => `n${i}`);
const points = (categories: readonly string[], value = 1) => categories.map((label) => ({ label, value }));
const ofChart = (chart: object, title = 'Balance') => ({ type: 'data_visualization', title, chart });
const chart = ({ categories = names(2), series = names(1), more = {}, axes = {} } = {}) =>
  ofChart({
    type: 'line',
    series: series.map((name) => ({ name, data: points(categories) })),
    axis_config: { categories, ...axes },
    ...more,
  });
const pie = (segments: readonly object[]) => ofChart({ type: 'pie', segments });
const dataTable = (rows: readonly object[][], more = {}) => ({
  type: 'data_table',
  caption: 'Days',
  rows,
  ...more,
});
const container = (child_blocks: readonly object[], more = {}) => ({
  type: 'container',
  title: plain('Details'),
  child_blocks,
  ...more,
});
const number = { type: 'raw_number', value: 1.5, text: '1.5' };

test.each<[string, object[]]>([
  ['a line chart', [chart()]],
  ['a bar chart', [chart({ more: { type: 'bar' } })]],
  [
    'an area chart with labels on its axes',
    [chart({ more: { type: 'area' }, axes: { x_label: 'UTC', y_label: 'KRW' } })],
  ],
  ['a pie chart', [pie(points(['a', 'b']))]],
  ['a data table', [dataTable([[cell()], [number], [richText(line({ type: 'text', text: 'a' }))]])]],
  ['a table with numbers', [table([[cell()], [number]])]],
  ['a container that is folded', [container([section()], { is_collapsible: true, default_collapsed: true })]],
  [
    'a container with a title of rich text',
    [
      container([section()], {
        title: undefined,
        rich_text_title: richText(line({ type: 'text', text: 'a' })),
      }),
    ],
  ],
])('The sandbox accepts %s', async (_, blocks) => {
  await expect(post(blocks)).resolves.toMatchObject({ ok: true });
});

test.each<[string, number, (size: number) => object[], string, string]>([
  ['categories', 20, (n) => [chart({ categories: names(n) })], 'items', '/blocks/0/chart/series/0/data'],
  ['series', 6, (n) => [chart({ series: names(n) })], 'items', '/blocks/0/chart/series'],
  ['segments', 6, (n) => [pie(points(names(n)))], 'items', '/blocks/0/chart/segments'],
  [
    'characters of a title',
    50,
    (n) => [ofChart({ type: 'pie', segments: points(['a']) }, x(n))],
    '',
    '/blocks/0/title',
  ],
  ['characters of a series', 20, (n) => [chart({ series: [x(n)] })], '', '/blocks/0/chart/series/0/name'],
  [
    'characters of an axis label',
    50,
    (n) => [chart({ axes: { x_label: x(n) } })],
    '',
    '/blocks/0/chart/axis_config/x_label',
  ],
  ['data rows', 101, (n) => [dataTable(many(n, () => [cell()]))], 'items', '/blocks/0/rows'],
  [
    'blocks of a container',
    10,
    (n) => [container(many(n, () => section()))],
    'items',
    '/blocks/0/child_blocks',
  ],
  [
    'characters of a container',
    150,
    (n) => [container([section()], { title: plain(x(n)) })],
    '',
    '/blocks/0/title/text',
  ],
])('The sandbox accepts as many %s as Slack, %i, and no more', async (_, limit, blocks, unit, place) => {
  await expect(post(blocks(limit))).resolves.toMatchObject({ ok: true });
  const reason =
    unit === 'items' ? `no more than ${limit} items allowed` : `must be less than ${limit + 1} characters`;
  const [error, ...reasons] = (await rejection(blocks(limit + 1))) as string[];
  expect(error).toBe('invalid_blocks');
  expect(reasons).toContain(`[ERROR] ${reason} [json-pointer:${place}]`);
});

const twoSeries = (first: readonly object[]) => ({
  series: [
    { name: 'a', data: first },
    { name: 'b', data: points(names(2)) },
  ],
});

test.each<[string, string, object[]]>([
  [
    'a series that has no value for a category',
    'must have one data point for each category [json-pointer:/blocks/0/chart/series/0/data]',
    [chart({ more: twoSeries(points(['n0'])) })],
  ],
  [
    'a gap given as null',
    'must be of type number [json-pointer:/blocks/0/chart/series/0/data/1/value]',
    [
      chart({
        more: twoSeries([
          { label: 'n0', value: 1 },
          { label: 'n1', value: null },
        ]),
      }),
    ],
  ],
  [
    'a category named twice',
    'duplicate category: a [json-pointer:/blocks/0/chart/axis_config/categories/1]',
    [chart({ categories: ['a', 'a'] })],
  ],
  [
    'a series named twice',
    'duplicate series: a [json-pointer:/blocks/0/chart/series/1]',
    [chart({ series: ['a', 'a'] })],
  ],
  [
    'a segment of 0',
    'must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]',
    [pie([{ label: 'a', value: 0 }])],
  ],
  ['a third chart', 'no more than 2 charts allowed [json-pointer:/blocks]', many(3, () => chart())],
  [
    'a data table with a header alone',
    'no less than 2 items allowed [json-pointer:/blocks/0/rows]',
    [dataTable([[cell()]])],
  ],
  [
    'a data table with formatted text in its header',
    'rich_text is not allowed in the header [json-pointer:/blocks/0/rows/0/0]',
    [dataTable([[richText(line({ type: 'text', text: 'a' }))], [cell()]])],
  ],
  [
    'a data table without a caption',
    'missing required field: caption [json-pointer:/blocks/0]',
    [dataTable([[cell()], [cell()]], { caption: undefined })],
  ],
  [
    'a chart in a container',
    'unsupported type: data_visualization [json-pointer:/blocks/0/child_blocks/0/type]',
    [container([chart()])],
  ],
  [
    'a data table in a container',
    'unsupported type: data_table [json-pointer:/blocks/0/child_blocks/0/type]',
    [container([dataTable([[cell()], [cell()]])])],
  ],
  [
    'a container in a container',
    'unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]',
    [container([container([section()])])],
  ],
  [
    'a container that begins folded and cannot be unfolded',
    '`default_collapsed` requires `is_collapsible` [json-pointer:/blocks/0]',
    [container([section()], { default_collapsed: true })],
  ],
  [
    'a block_id that is used in a container again',
    'block_id `a` already exists [json-pointer:/blocks]',
    [section({ block_id: 'a', text: plain('x') }), container([section({ block_id: 'a', text: plain('x') })])],
  ],
])('The sandbox rejects %s', async (_, reason, blocks) => {
  expect(await rejection(blocks)).toEqual(['invalid_blocks', `[ERROR] ${reason}`]);
});

test('The sandbox counts a table in a container among the tables of the message', async () => {
  const blocks = [table([[cell()]]), container([table([[cell()]])])];
  expect(await rejection(blocks)).toEqual(['invalid_attachments', '[ERROR] only_one_table_allowed']);
});

test('A button in a container is clicked like any other', async () => {
  await post([container([actions(button({ action_id: 'inside', value: 'v' }))])]);
  const { payload } = await slack.click('inside', { user: 'operator', channel: 'ops' });
  expect(payload).toMatchObject({ actions: [{ action_id: 'inside', value: 'v' }] });
});

test('A workspace that has no charts yet refuses a message with one, and takes it later', async () => {
  slack.refuseBlocks(['data_visualization']);
  expect(await rejection([section(), chart()])).toEqual([
    'invalid_blocks',
    '[ERROR] unsupported type: data_visualization [json-pointer:/blocks/1/type]',
  ]);
  await expect(post([section()])).resolves.toMatchObject({ ok: true });
  slack.refuseBlocks([]);
  await expect(post([section(), chart()])).resolves.toMatchObject({ ok: true });
});
