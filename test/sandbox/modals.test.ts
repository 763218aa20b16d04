import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { createManualClock, type ManualClock, type Sandbox, startSandbox } from '../../sandbox';
import { socketApp } from './bolt';
import { refusalOf } from './clients';

const OPERATOR = { user: 'operator', channel: 'ops' };
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const MODAL: ModalView = {
  type: 'modal',
  callback_id: 'snooze',
  title: plain('Snooze'),
  submit: plain('Snooze'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'minutes',
      label: plain('Minutes'),
      element: { type: 'plain_text_input', action_id: 'count' },
    },
    {
      type: 'input',
      block_id: 'why',
      label: plain('Why'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'reason' },
    },
  ],
};

let slack: Sandbox;
let app: App;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  slack = await startSandbox({ commands: ['/snooze'], clock });
  app = socketApp(slack);
  app.command('/snooze', ({ ack }) => ack());
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

async function trigger(): Promise<string> {
  const { payload } = await slack.command('/snooze', '', OPERATOR);
  return String(payload?.trigger_id);
}
const open = async (view: ModalView = MODAL) => app.client.views.open({ trigger_id: await trigger(), view });
const topTitle = (): unknown => slack.world.views.top('U0OPERATOR')?.body.title;

test('a modal opens for the person who asked', async () => {
  await open();
  expect([topTitle(), slack.world.views.top('U0VIEWER')]).toEqual([MODAL.title, null]);
});

test('a trigger_id is good for 3 s', async () => {
  const triggerId = await trigger();
  clock.advance(3_001);
  const refused = await refusalOf(app.client.views.open({ trigger_id: triggerId, view: MODAL }));
  expect(refused.error).toBe('expired_trigger_id');
});

test('a trigger_id is good once', async () => {
  const triggerId = await trigger();
  await app.client.views.open({ trigger_id: triggerId, view: MODAL });
  const refused = await refusalOf(app.client.views.open({ trigger_id: triggerId, view: MODAL }));
  expect(refused.error).toBe('exchanged_trigger_id');
});

test('a made-up trigger_id is refused', async () => {
  const refused = await refusalOf(app.client.views.open({ trigger_id: '1.2', view: MODAL }));
  expect(refused.error).toBe('invalid_trigger_id');
});

test.each<[string, string, ModalView]>([
  [
    'a title of 25 characters',
    'must be less than 25 characters [json-pointer:/view/title/text]',
    { ...MODAL, title: plain('x'.repeat(25)) },
  ],
  [
    'private_metadata of 3,001 characters',
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    { ...MODAL, private_metadata: 'x'.repeat(3_001) },
  ],
  [
    '101 blocks',
    'no more than 100 items allowed [json-pointer:/view/blocks]',
    { ...MODAL, blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
  ],
])('a modal is refused: %s', async (_, reason, view) => {
  const { error, response_metadata } = await refusalOf(open(view));
  expect([error, response_metadata.messages]).toEqual(['invalid_arguments', [`[ERROR] ${reason}`]]);
});

test('a modal with inputs needs a submit button', async () => {
  const { submit, ...without } = MODAL;
  const { response_metadata } = await refusalOf(open(without));
  expect(response_metadata.messages[0]).toContain('`submit` is required');
});

test('a submission carries what was filled in, and closes the modal', async () => {
  app.view('snooze', ({ ack }) => ack());
  await open();
  const { payload, failure } = await slack.submit('operator', { count: '30' });
  expect(failure).toBeNull();
  expect(payload).toMatchObject({
    type: 'view_submission',
    view: {
      callback_id: 'snooze',
      state: {
        values: {
          minutes: { count: { type: 'plain_text_input', value: '30' } },
          why: { reason: { type: 'plain_text_input', value: null } },
        },
      },
    },
  });
  expect(slack.world.views.top('U0OPERATOR')).toBeNull();
});

test('Slack itself does not submit an empty required field', async () => {
  await open();
  await expect(slack.submit('operator')).rejects.toThrow('"count" is empty');
});

test('errors of the app keep the modal open', async () => {
  const errors = { minutes: 'Not a number.' };
  app.view('snooze', ({ ack }) => ack({ response_action: 'errors', errors }));
  await open();
  expect(await slack.submit('operator', { count: 'x' })).toMatchObject({ errors });
  expect(topTitle()).toEqual(MODAL.title);
});

test.each([
  ['update', 1],
  ['push', 2],
] as const)('the app can answer a submission with %s', async (response_action, height) => {
  app.view('snooze', ({ ack }) => ack({ response_action, view: { ...MODAL, title: plain('Next') } }));
  await open();
  await slack.submit('operator', { count: '30' });
  expect([topTitle(), slack.world.views.stack('U0OPERATOR').length]).toEqual([plain('Next'), height]);
});

test('an answer that Slack does not take fails', async () => {
  const view = { ...MODAL, title: plain('x'.repeat(25)) };
  app.view('snooze', ({ ack }) => ack({ response_action: 'update', view }));
  await open();
  expect((await slack.submit('operator', { count: '30' })).failure).toBe('invalid_arguments');
});

test('a modal can be updated by its id, and refuses an old hash', async () => {
  const { view } = await open();
  const change = {
    view_id: view?.id ?? '',
    hash: view?.hash ?? '',
    view: { ...MODAL, title: plain('Next') },
  };
  await app.client.views.update(change);
  expect(topTitle()).toEqual(plain('Next'));
  expect((await refusalOf(app.client.views.update(change))).error).toBe('hash_conflict');
});

test('a view that is not there is not_found', async () => {
  expect((await refusalOf(app.client.views.update({ view_id: 'V0', view: MODAL }))).error).toBe('not_found');
});

test('closing tells the app that asked to know', async () => {
  const closed: string[] = [];
  app.view({ type: 'view_closed', callback_id: 'snooze' }, async ({ ack, view }) => {
    closed.push(view.callback_id);
    await ack();
  });
  await open();
  await slack.closeModal('operator');
  expect([closed, slack.world.views.top('U0OPERATOR')]).toEqual([['snooze'], null]);
});
