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

test.each<[string, object[]]>([
  ['50 blocks', many(50, () => ({ type: 'divider' }))],
  ['a section of 3,000 characters', [section({ text: mrkdwn(x(3_000)) })]],
  ['10 fields of 1,000 characters', [section({ fields: many(10, () => plain(x(1_000))) })]],
  [
    'a section with a picture beside it',
    [
      section({
        fields: [plain('a')],
        accessory: { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' },
      }),
    ],
  ],
  ['a header of 150 characters', [{ type: 'header', text: plain(x(150)) }]],
  ['a context of 10 elements', [{ type: 'context', elements: many(10, () => mrkdwn('a')) }]],
  ['25 buttons', [actions(...many(25, (i) => button({ action_id: `b${i}` })))]],
  [
    'a button at its limits',
    [
      actions(
        button({ text: plain(x(75)), value: x(2_000), url: x(3_000), action_id: x(255), confirm: confirm() }),
      ),
    ],
  ],
  ['a menu of 100 options', [actions(select({ options: many(100, (i) => option({ value: `${i}` })) }))]],
  ['a menu of groups', [actions(select({ option_groups: [{ label: plain('A'), options: [option()] }] }))]],
  [
    'an overflow menu of 5',
    [actions({ type: 'overflow', options: many(5, (i) => option({ value: `${i}` })) })],
  ],
  [
    'radio buttons, check boxes, pickers',
    [
      actions(
        { type: 'radio_buttons', options: [option()] },
        { type: 'checkboxes', options: [option()] },
        { type: 'datepicker', initial_date: '2026-11-22' },
        { type: 'timepicker', initial_time: '08:00' },
      ),
    ],
  ],
  [
    'a picture',
    [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: x(2_000), title: plain('A') }],
  ],
  ['a table of 100 rows and 20 columns', [table(many(100, () => many(20, () => cell())))]],
  [
    'a table with rich text and column settings',
    [
      {
        ...table([[cell(), richText(line({ type: 'text', text: 'a' }))]]),
        column_settings: [null, { align: 'right', is_wrapped: true }],
      },
    ],
  ],
  [
    'rich text of every kind',
    [
      richText(
        line(
          { type: 'text', text: 'a', style: { bold: true } },
          { type: 'link', url: 'https://example.com' },
          { type: 'emoji', name: 'wave' },
        ),
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [line({ type: 'user', user_id: 'U0OPERATOR' })],
        },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'q' }] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'p' }] },
      ),
    ],
  ],
])('Slack takes %s', async (_, blocks) => {
  await expect(post(blocks)).resolves.toMatchObject({ ok: true });
});

test('Slack takes 13,000 characters in all blocks together', async () => {
  await expect(post(many(13, () => section({ text: plain(x(1_000)) })))).resolves.toMatchObject({ ok: true });
});

test('Slack refuses one character more', async () => {
  const blocks = [...many(13, () => section({ text: plain(x(1_000)) })), section({ text: plain('x') })];
  expect((await refusalOf(post(blocks))).error).toBe('msg_blocks_too_long');
});

test('Slack gives names to blocks and buttons that have none', async () => {
  await post([actions(button())]);
  const [block] = slack.seenBy('operator', 'ops').at(-1)?.blocks ?? [];
  expect(block).toMatchObject({
    block_id: expect.any(String),
    elements: [{ action_id: expect.any(String) }],
  });
});
