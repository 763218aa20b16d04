import type { ActionsBlock, KnownBlock } from '@slack/types';
import { messageWith, startWorkspace, type Workspace } from './workspace';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });
const actions = (...elements: ActionsBlock['elements']): KnownBlock[] => [{ type: 'actions', elements }];

let workspace: Workspace;
/** What the app heard: the action and what was chosen. */
let heard: unknown[][];
beforeAll(async () => {
  workspace = await startWorkspace();
  workspace.app.action(/^(?!deaf)/, async ({ ack, action }) => {
    await ack();
    const chosen = 'selected_option' in action ? action.selected_option?.value : null;
    const many = 'selected_options' in action ? action.selected_options.map((one) => one.value) : null;
    const time = 'selected_date_time' in action ? action.selected_date_time : null;
    heard.push([
      'action_id' in action && action.action_id,
      chosen ?? many ?? time ?? ('value' in action ? action.value : undefined),
    ]);
  });
});
beforeEach(() => {
  heard = [];
});
afterEach(() => workspace.closeWindows());
afterAll(() => workspace.stop());

const heardOne = () => workspace.slack.until(() => heard[0]);

test('A button reaches the app with its value', async () => {
  await workspace.post('b', actions({ type: 'button', action_id: 'go', text: plain('Go on'), value: 'v1' }));
  const page = await workspace.visit();
  await page.getByRole('button', { name: 'Go on' }).click();
  expect(await heardOne()).toEqual(['go', 'v1']);
});

test('A button next to a text works with the keyboard', async () => {
  await workspace.post('b', [
    {
      type: 'section',
      text: plain('Beside'),
      accessory: { type: 'button', action_id: 'beside', text: plain('Take it'), value: 'v2' },
    },
  ]);
  const page = await workspace.visit();
  await page.getByRole('button', { name: 'Take it' }).focus();
  await page.keyboard.press('Enter');
  expect(await heardOne()).toEqual(['beside', 'v2']);
});

describe('A confirm dialog', () => {
  const confirm = {
    title: plain('Really?'),
    text: plain('It cannot be undone'),
    confirm: plain('Do it'),
    deny: plain('Leave it'),
  };
  beforeAll(() =>
    workspace.post(
      'c',
      actions({ type: 'button', action_id: 'sure', text: plain('Drop'), value: 'v3', confirm }),
    ),
  );

  test('sends the action after a confirmation', async () => {
    const page = await workspace.visit();
    await page.getByRole('button', { name: 'Drop' }).click();
    await page.getByRole('dialog', { name: 'Really?' }).getByRole('button', { name: 'Do it' }).click();
    expect(await heardOne()).toEqual(['sure', 'v3']);
  });

  test.each(['Leave it', 'Escape'])('sends nothing after %s', async (way) => {
    const page = await workspace.visit();
    await page.getByRole('button', { name: 'Drop' }).click();
    if (way === 'Escape') await page.keyboard.press('Escape');
    else await page.getByRole('button', { name: way }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(workspace.slack.journal.envelopes('interactive').filter(isOf('sure'))).toHaveLength(1);
  });
});

test('A menu sends the choice', async () => {
  const options = [option('1 hour', '1h'), option('8 hours', '8h')];
  await workspace.post(
    'm',
    actions({ type: 'static_select', action_id: 'snooze', placeholder: plain('Snooze for'), options }),
  );
  const page = await workspace.visit();
  await page.getByRole('combobox', { name: 'Snooze for' }).selectOption('8 hours');
  expect(await heardOne()).toEqual(['snooze', '8h']);
});

test('An overflow menu works with the keyboard', async () => {
  const options = [option('First', 'f'), option('Second', 's')];
  await workspace.post('o', actions({ type: 'overflow', action_id: 'more', options }));
  const page = await workspace.visit();
  await page.locator('summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await heardOne()).toEqual(['more', 's']);
});

test('Checkboxes send all checked options', async () => {
  const options = [option('Alpha', 'a'), option('Beta', 'b')];
  await workspace.post('c', actions({ type: 'checkboxes', action_id: 'some', options }));
  const page = await workspace.visit();
  await page.getByRole('checkbox', { name: 'Alpha' }).check();
  await page.getByRole('checkbox', { name: 'Beta' }).check();
  expect(await workspace.slack.until(() => heard[1])).toEqual(['some', ['a', 'b']]);
});

test("A date and time is read in the person's own time zone", async () => {
  await workspace.post('t', actions({ type: 'datetimepicker', action_id: 'when' }));
  const page = await workspace.visit('as=seoul&in=ops');
  await page.locator('[type=datetime-local]').fill('2026-11-22T07:26');
  expect(await heardOne()).toEqual(['when', 1795299960]);
});

test('The focus stays on a button whose message changes', async () => {
  const blocks = actions({ type: 'button', action_id: 'stay', text: plain('Stay'), value: 'v' });
  const ts = await workspace.post('s', blocks);
  const page = await workspace.visit();
  await page.getByRole('button', { name: 'Stay' }).focus();
  await workspace.app.client.chat.update({
    channel: 'C0OPS',
    ts,
    text: 's',
    blocks: [...blocks, { type: 'section', text: plain('it changed') }],
  });
  await messageWith(page, 'it changed').waitFor();
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Stay');
});

test('An app that does not answer is reported', async () => {
  await workspace.post('d', actions({ type: 'button', action_id: 'deaf', text: plain('Deaf'), value: 'v' }));
  const page = await workspace.visit();
  await page.getByRole('button', { name: 'Deaf' }).click();
  await page.getByRole('status').getByText('arbwatch did not take that').waitFor();
});

function isOf(actionId: string) {
  return ({ payload }: { readonly payload: object }) => JSON.stringify(payload).includes(`"${actionId}"`);
}
