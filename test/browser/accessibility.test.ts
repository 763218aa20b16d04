import { richText } from '../../formatters/blockKit/blocks';
import { foldedBlocks } from '../../formatters/blockKit/container';
import { dataTable, numberCell } from '../../formatters/blockKit/dataTable';
import { axisChart, pieChart } from '../../formatters/blockKit/dataVisualization';
import { problemsOn } from './axe';
import { FORMS } from './forms';
import { startWorkspace, type Workspace } from './workspace';

const BALANCE = {
  title: 'Balance',
  categories: ['09:00', '10:00', '11:00'],
  series: [
    { name: 'live', values: [0, 1.5, -2] },
    { name: 'paper', values: [0, 1, 2] },
  ],
  xLabel: 'Time in UTC',
  yLabel: '%',
};
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 375, height: 740 };
const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { name: `${colorScheme}, desktop`, colorScheme, viewport: DESKTOP },
  { name: `${colorScheme}, phone`, colorScheme, viewport: PHONE },
]);

let workspace: Workspace;
let threadTs: string;
beforeAll(async () => {
  workspace = await startWorkspace({
    list: () => [{ id: 'stop', group: 'paper docker', label: 'Stop the trader', state: 'running' }],
    press: async () => undefined,
    onChange: () => () => undefined,
  });
  await workspace.slack.command('/ask', 'something', { user: 'operator', channel: 'ops' });
  threadTs = await workspace.post('everything', [
    { type: 'header', text: plain('A header :wave:') },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '*bold* `code` <https://example.com|a link> <@U0VIEWER> <!here>' },
    },
    { type: 'section', fields: [plain('one'), plain('two')] },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'Read <!date^1795300000^{date} {time}|then>' }] },
    {
      type: 'table',
      rows: [
        [cell('Worker'), cell('Done')],
        [cell('worker-1'), cell('4 of 10 iterations')],
      ],
    },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'a', text: plain('Yes'), style: 'primary' },
        { type: 'button', action_id: 'b', text: plain('No'), style: 'danger' },
        { type: 'button', action_id: 'c', text: plain('Perhaps') },
        { type: 'overflow', action_id: 'd', options: [option('More', 'm')] },
        { type: 'static_select', action_id: 'e', placeholder: plain('Pick'), options: [option('One', '1')] },
        { type: 'datepicker', action_id: 'f' },
        { type: 'checkboxes', action_id: 'g', options: [option('Check', 'c')] },
      ],
    },
  ]);
  await workspace.post('charts and tables', [
    axisChart({ ...BALANCE, type: 'line' }),
    pieChart('Orders', [
      { name: 'filled', value: 9 },
      { name: 'rejected', value: 1 },
    ]),
    dataTable(
      'Days',
      ['Day', 'Change'],
      Array.from({ length: 12 }, (_, i) => [cell(`day ${i}`), numberCell(i, `${i}`)]),
    ),
    foldedBlocks(
      'Evidence',
      [
        richText(['Last seen.']),
        { type: 'actions', elements: [{ type: 'button', action_id: 'h', text: plain('Show') }] },
      ],
      'From Redis',
    ),
  ]);
  await workspace.slack.say('a reply', { user: 'viewer', channel: 'ops', threadTs });
  workspace.app.command('/modal', async ({ ack, body, client, command }) => {
    await ack();
    const element = { type: 'plain_text_input' as const, action_id: 'x', placeholder: plain('Say it') };
    const blocks = [{ type: 'input' as const, label: plain('Words'), hint: plain('A few'), element }];
    const view = { type: 'modal' as const, title: plain('A modal'), submit: plain('Send'), blocks };
    await client.views.open({ trigger_id: body.trigger_id, view: FORMS.get(command.text) ?? view });
  });
});
afterEach(() => workspace.closeWindows());
afterAll(() => workspace.stop());

function cell(text: string) {
  return { type: 'raw_text' as const, text };
}

describe.each(LOOKS)('In $name, axe finds nothing serious', ({ colorScheme, viewport }) => {
  const look = { colorScheme, viewport };

  test('in a channel', async () => {
    expect(await problemsOn(await workspace.visit('in=ops', look))).toEqual([]);
  });

  test('in a thread', async () => {
    expect(await problemsOn(await workspace.visit(`in=ops&thread=${threadTs}`, look))).toEqual([]);
  });

  test('on an empty Home tab', async () => {
    expect(await problemsOn(await workspace.visit('in=home', look))).toEqual([]);
  });

  test('in the list of commands', async () => {
    const page = await workspace.visit('in=lounge', look);
    await page.getByRole('combobox').fill('/');
    await page.getByRole('listbox').waitFor();
    expect(await problemsOn(page)).toEqual([]);
  });

  test('in a modal', async () => {
    const page = await workspace.visit('in=lounge', look);
    await page.getByRole('combobox').fill('/modal');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await problemsOn(page)).toEqual([]);
    workspace.slack.world.views.close('U0OPERATOR', { all: true });
  });
});

test.each([...FORMS.keys()])('On a phone axe finds nothing serious in %s', async (form) => {
  const page = await workspace.visit('in=lounge', { viewport: PHONE, colorScheme: 'dark' });
  await page.getByRole('combobox').fill(`/modal ${form}`);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await problemsOn(page)).toEqual([]);
  workspace.slack.world.views.close('U0OPERATOR', { all: true });
});

test('On a phone nothing is wider than the screen', async () => {
  const page = await workspace.visit('in=ops', { viewport: PHONE });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
});

test('On a phone the menu shows the channels and the controls', async () => {
  const page = await workspace.visit('in=ops', { viewport: PHONE });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Stop the trader' }).waitFor();
  expect(await problemsOn(page)).toEqual([]);
});
