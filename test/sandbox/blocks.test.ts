import { type Sandbox, startSandbox } from '../../sandbox';
import {
  actions,
  button,
  cell,
  confirm,
  line,
  many,
  mrkdwn,
  option,
  plain,
  richText,
  section,
  select,
  table,
  x,
} from './blockBuilders';
import { refusalOf, webClient } from './clients';

let slack: Sandbox;
beforeAll(async () => {
  slack = await startSandbox();
});
afterAll(() => slack.stop());

function post(blocks: readonly object[]): Promise<unknown> {
  return webClient(slack).apiCall('chat.postMessage', { channel: 'C0OPS', text: 'Hello', blocks });
}

async function rejection(blocks: readonly object[]): Promise<unknown> {
  const { error, response_metadata } = await refusalOf(post(blocks));
  return [error, ...(response_metadata?.messages ?? [])];
}

const optionsOf = (count: number) => many(count, (i) => option({ value: `${i}` }));
const buttons = (count: number) => actions(...many(count, (i) => button({ action_id: `b${i}` })));
const overflow = (count: number) => actions({ type: 'overflow', options: optionsOf(count) });

/** What there may be the limit of, what is one more, and where Slack says so. */
test.each<[string, number, (size: number) => object[], string, string]>([
  ['blocks', 50, (n) => many(n, () => ({ type: 'divider' })), 'items', '/blocks'],
  ['characters of a section', 3_000, (n) => [section({ text: mrkdwn(x(n)) })], '', '/blocks/0/text/text'],
  ['fields', 10, (n) => [section({ fields: many(n, () => plain('a')) })], 'items', '/blocks/0/fields'],
  [
    'characters of a field',
    2_000,
    (n) => [section({ fields: [plain(x(n))] })],
    '',
    '/blocks/0/fields/0/text',
  ],
  ['characters of a header', 150, (n) => [{ type: 'header', text: plain(x(n)) }], '', '/blocks/0/text/text'],
  [
    'context elements',
    10,
    (n) => [{ type: 'context', elements: many(n, () => mrkdwn('a')) }],
    'items',
    '/blocks/0/elements',
  ],
  ['buttons', 25, (n) => [buttons(n)], 'items', '/blocks/0/elements'],
  [
    'characters of an action_id',
    255,
    (n) => [actions(button({ action_id: x(n) }))],
    '',
    '/blocks/0/elements/0/action_id',
  ],
  [
    'characters of a button',
    75,
    (n) => [actions(button({ text: plain(x(n)) }))],
    '',
    '/blocks/0/elements/0/text/text',
  ],
  [
    'characters of a value',
    2_000,
    (n) => [actions(button({ value: x(n) }))],
    '',
    '/blocks/0/elements/0/value',
  ],
  [
    'characters of a confirmation',
    300,
    (n) => [actions(button({ confirm: confirm({ text: plain(x(n)) }) }))],
    '',
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    'options',
    100,
    (n) => [actions(select({ options: optionsOf(n) }))],
    'items',
    '/blocks/0/elements/0/options',
  ],
  ['overflow options', 5, (n) => [overflow(n)], 'items', '/blocks/0/elements/0/options'],
  ['rows', 100, (n) => [table(many(n, () => [cell()]))], 'items', '/blocks/0/rows'],
  ['columns', 20, (n) => [table([many(n, () => cell())])], 'items', '/blocks/0/rows/0'],
])('The sandbox accepts as many %s as Slack, %i, and no more', async (_, limit, blocks, unit, place) => {
  await expect(post(blocks(limit))).resolves.toMatchObject({ ok: true });
  const reason =
    unit === 'items' ? `no more than ${limit} items allowed` : `must be less than ${limit + 1} characters`;
  expect(await rejection(blocks(limit + 1))).toEqual([
    'invalid_blocks',
    `[ERROR] ${reason} [json-pointer:${place}]`,
  ]);
});

test.each<[string, string, object[]]>([
  [
    'a block of an unknown type',
    'unsupported type: alert [json-pointer:/blocks/0/type]',
    [{ type: 'alert', text: plain('a') }],
  ],
  [
    'an unknown field',
    'invalid additional property: emoji [json-pointer:/blocks/0/text]',
    [section({ text: { ...mrkdwn('a'), emoji: true } })],
  ],
  [
    'a block_id used twice',
    'block_id `a` already exists [json-pointer:/blocks]',
    many(2, () => ({ type: 'divider', block_id: 'a' })),
  ],
  [
    'an action_id used twice',
    '`action_id` `a` already exists [json-pointer:/blocks/0/elements]',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
  ],
  [
    'an empty text',
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    [section({ text: mrkdwn('') })],
  ],
  [
    'a header with mark-up',
    'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    [{ type: 'header', text: mrkdwn('*a*') }],
  ],
  [
    'a row with too few cells',
    'all rows must have the same number of cells [json-pointer:/blocks/0/rows/1]',
    [table([[cell(), cell()], [cell()]])],
  ],
  [
    'an empty cell',
    'must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]',
    [table([[cell('')]])],
  ],
  [
    'rich text of an unknown kind',
    'unsupported type: sound [json-pointer:/blocks/0/elements/0/elements/0/type]',
    [richText(line({ type: 'sound' }))],
  ],
])('The sandbox rejects %s as Slack does', async (_, reason, blocks) => {
  expect(await rejection(blocks)).toEqual(['invalid_blocks', `[ERROR] ${reason}`]);
});

test('The sandbox rejects a second table as Slack does', async () => {
  const [error, reason] = (await rejection([table([[cell()]]), table([[cell()]])])) as string[];
  expect([error, reason]).toEqual(['invalid_attachments', '[ERROR] only_one_table_allowed']);
});

test('The sandbox accepts 13,000 characters in all blocks together, and no more', async () => {
  const blocks = many(13, () => section({ text: plain(x(1_000)) }));
  await expect(post(blocks)).resolves.toMatchObject({ ok: true });
  expect(await rejection([...blocks, section({ text: plain('x') })])).toContain('msg_blocks_too_long');
});

test('The sandbox accepts rich text of every kind that a message may contain', async () => {
  const elements = [{ type: 'text', text: 'q' }];
  const text = richText(
    line({ type: 'text', text: 'a', style: { bold: true } }, { type: 'link', url: 'https://example.com' }),
    { type: 'rich_text_list', style: 'bullet', elements: [line({ type: 'user', user_id: 'U0OPERATOR' })] },
    { type: 'rich_text_quote', elements },
    { type: 'rich_text_preformatted', elements },
  );
  await expect(post([text])).resolves.toMatchObject({ ok: true });
});
