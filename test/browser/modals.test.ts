import type { KnownBlock, ModalView } from '@slack/types';
import type { Page } from 'playwright-core';
import { messageWith, startWorkspace, type Workspace } from './workspace';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const input = (block_id: string, label: string, element: object, more: object = {}) =>
  ({ type: 'input', block_id, label: plain(label), element, ...more }) as KnownBlock;
const MODAL: ModalView = {
  type: 'modal',
  callback_id: 'snooze',
  title: plain('Snooze a target'),
  submit: plain('Snooze'),
  close: plain('Leave'),
  blocks: [
    input('minutes', 'Minutes', { type: 'number_input', action_id: 'count', is_decimal_allowed: false }),
    input(
      'why',
      'Why',
      { type: 'plain_text_input', action_id: 'why' },
      { optional: true, hint: plain('In short') },
    ),
    input('how', 'How', {
      type: 'radio_buttons',
      action_id: 'how',
      options: [
        { text: plain('Softly'), value: 'soft' },
        { text: plain('Hard'), value: 'hard' },
      ],
    }),
  ],
};

let workspace: Workspace;
beforeAll(async () => {
  workspace = await startWorkspace();
  workspace.app.command('/modal', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: MODAL });
  });
  workspace.app.view('snooze', async ({ ack, view, client, body }) => {
    const { minutes, why, how } = view.state.values;
    const count = Number(minutes?.count?.value);
    if (count > 60) return ack({ response_action: 'errors', errors: { minutes: 'At most 60' } });
    await ack();
    await client.chat.postEphemeral({
      channel: 'C0OPS',
      user: body.user.id,
      text: `Snoozed ${count} ${why?.why?.value} ${how?.how?.selected_option?.value}`,
    });
  });
  workspace.app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'section', text: plain('Welcome home') }] },
    });
  });
});
afterEach(() => workspace.closeWindows());
afterAll(() => workspace.stop());

async function openModal(): Promise<Page> {
  const page = await workspace.visit();
  await page.keyboard.type('/modal');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Snooze a target' }).waitFor();
  return page;
}

const closeAll = () => workspace.slack.world.views.close('U0OPERATOR', { all: true });

test('A modal is filled in and submitted with the keyboard alone', async () => {
  const page = await openModal();
  await page.keyboard.type('30');
  await page.keyboard.press('Tab');
  await page.keyboard.type('lunch');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await messageWith(page, 'Snoozed 30 lunch hard').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('An error from the app is shown at its field', async () => {
  const page = await openModal();
  await page.getByLabel('Minutes').fill('90');
  await page.getByLabel('Softly').check();
  await page.getByRole('button', { name: 'Snooze' }).click();
  await page.getByText('At most 60').waitFor();
  expect(await page.getByLabel('Minutes').getAttribute('aria-invalid')).toBe('true');
  closeAll();
});

test('A modal with an empty required field is not submitted', async () => {
  const page = await openModal();
  await page.getByLabel('Softly').check();
  await page.getByRole('button', { name: 'Snooze' }).click();
  expect(await page.locator('#modal input:invalid').getAttribute('name')).toBe('minutes/count');
  closeAll();
});

test.each(['Leave', 'Escape'])('%s closes a modal', async (way) => {
  const page = await openModal();
  if (way === 'Escape') await page.keyboard.press('Escape');
  else await page.getByRole('button', { name: way }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(workspace.slack.world.views.top('U0OPERATOR')).toBeNull();
});

test('Typed text stays when the app updates the modal', async () => {
  const page = await openModal();
  await page.getByLabel('Why').fill('still here');
  const view = workspace.slack.world.views.top('U0OPERATOR');
  await workspace.app.client.views.update({
    view_id: String(view?.id),
    view: { ...MODAL, blocks: [{ type: 'section', text: plain('A new line') }, ...MODAL.blocks] },
  });
  await page.getByText('A new line').waitFor();
  expect(await page.getByLabel('Why').inputValue()).toBe('still here');
  closeAll();
});

test('The Home tab shows what the app publishes when it is opened', async () => {
  const page = await workspace.visit('in=dm');
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByText('Welcome home').waitFor();
});
