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

function post(blocks: object[]): Promise<unknown> {
  return webClient(slack).apiCall('chat.postMessage', { channel: 'C0OPS', text: 'Hello', blocks });
}

test.each<[string, string, object[]]>([
  [
    'a 51st block',
    'no more than 50 items allowed [json-pointer:/blocks]',
    many(51, () => ({ type: 'divider' })),
  ],
  [
    'a block of an unknown type',
    'unsupported type: alert [json-pointer:/blocks/0/type]',
    [{ type: 'alert', text: plain('a') }],
  ],
  [
    'an unknown field',
    'invalid additional property: colour [json-pointer:/blocks/0]',
    [{ type: 'divider', colour: 'red' }],
  ],
  [
    'an unknown field of a text',
    'invalid additional property: emoji [json-pointer:/blocks/0/text]',
    [section({ text: { ...mrkdwn('a'), emoji: true } })],
  ],
  [
    'an input block',
    'unsupported type: input [json-pointer:/blocks/0/type]',
    [{ type: 'input', label: plain('a'), element: { type: 'plain_text_input' } }],
  ],
  [
    'a block_id used twice',
    'block_id `a` already exists [json-pointer:/blocks]',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
  ],
  [
    'a block_id of 256 characters',
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    [{ type: 'divider', block_id: x(256) }],
  ],
  [
    'a section of 3,001 characters',
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    [section({ text: mrkdwn(x(3_001)) })],
  ],
  [
    'a section without a letter',
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    [section({ text: mrkdwn('') })],
  ],
  ['a section with nothing', 'must define either `text` or `fields` [json-pointer:/blocks/0]', [section({})]],
  [
    'an 11th field',
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    [section({ fields: many(11, () => plain('a')) })],
  ],
  [
    'a field of 2,001 characters',
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    [section({ fields: [plain(x(2_001))] })],
  ],
  [
    'a header of 151 characters',
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    [{ type: 'header', text: plain(x(151)) }],
  ],
  [
    'a header with mark-up',
    'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    [{ type: 'header', text: mrkdwn('*a*') }],
  ],
  ['a header without text', 'missing required field: text [json-pointer:/blocks/0]', [{ type: 'header' }]],
  [
    'an 11th context element',
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    [{ type: 'context', elements: many(11, () => mrkdwn('a')) }],
  ],
  [
    'a button in a context',
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
    [{ type: 'context', elements: [button()] }],
  ],
  [
    'a 26th button',
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    [actions(...many(26, (i) => button({ action_id: `b${i}` })))],
  ],
  ['no button at all', 'no less than 1 items allowed [json-pointer:/blocks/0/elements]', [actions()]],
  [
    'an action_id used twice',
    '`action_id` `a` already exists [json-pointer:/blocks/0/elements]',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
  ],
  [
    'an action_id of 256 characters',
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    [actions(button({ action_id: x(256) }))],
  ],
  [
    'a button text of 76 characters',
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    [actions(button({ text: plain(x(76)) }))],
  ],
  [
    'a button value of 2,001 characters',
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    [actions(button({ value: x(2_001) }))],
  ],
  [
    'a button url of 3,001 characters',
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
    [actions(button({ url: x(3_001) }))],
  ],
  [
    'a confirm title of 101 characters',
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
    [actions(button({ confirm: confirm({ title: plain(x(101)) }) }))],
  ],
  [
    'a confirm text of 301 characters',
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    [actions(button({ confirm: confirm({ text: plain(x(301)) }) }))],
  ],
  [
    'a confirm button of 31 characters',
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
    [actions(button({ confirm: confirm({ deny: plain(x(31)) }) }))],
  ],
  [
    'an option text of 76 characters',
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
    [actions(select({ options: [option({ text: plain(x(76)) })] }))],
  ],
  [
    'an option value of 151 characters',
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    [actions(select({ options: [option({ value: x(151) })] }))],
  ],
  [
    'a 101st option',
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    [actions(select({ options: many(101, (i) => option({ value: `${i}` })) }))],
  ],
  [
    'a menu with nothing to choose',
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
    [actions(select({}))],
  ],
  [
    'a 6th overflow option',
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    [actions({ type: 'overflow', options: many(6, (i) => option({ value: `${i}` })) })],
  ],
  [
    'a picture without a description',
    'missing required field: alt_text [json-pointer:/blocks/0]',
    [{ type: 'image', image_url: 'https://example.com/a.png' }],
  ],
  [
    'a description of 2,001 characters',
    'must be less than 2001 characters [json-pointer:/blocks/0/alt_text]',
    [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: x(2_001) }],
  ],
  [
    'a 101st row',
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
    [table(many(101, () => [cell()]))],
  ],
  [
    'a 21st column',
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
    [table([many(21, () => cell())])],
  ],
  [
    'rows of different lengths',
    'all rows must have the same number of cells [json-pointer:/blocks/0/rows/1]',
    [table([[cell(), cell()], [cell()]])],
  ],
  [
    'a raw_number cell',
    'unsupported type: raw_number [json-pointer:/blocks/0/rows/0/0/type]',
    [table([[{ type: 'raw_number', value: 1 }]])],
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
  [
    'rich text without a letter',
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
    [richText(line({ type: 'text', text: '' }))],
  ],
  [
    'a block that is no object',
    'must be of type object [json-pointer:/blocks/0]',
    ['divider' as unknown as object],
  ],
])('Slack refuses %s', async (_, reason, blocks) => {
  const { error, response_metadata } = await refusalOf(post(blocks));
  expect(error).toBe('invalid_blocks');
  expect(response_metadata.messages).toEqual([`[ERROR] ${reason}`]);
});

test('Slack names everything that is wrong at once', async () => {
  const { response_metadata } = await refusalOf(post([{ type: 'alert' }, { type: 'header' }]));
  expect(response_metadata.messages).toHaveLength(2);
});

test('Slack refuses a second table', async () => {
  const { error, response_metadata } = await refusalOf(post([table([[cell()]]), table([[cell()]])]));
  expect([error, response_metadata.messages]).toEqual([
    'invalid_attachments',
    ['[ERROR] only_one_table_allowed'],
  ]);
});
