import type { App } from '@slack/bolt';
import { createManualClock, type ManualClock, type Sandbox, startSandbox } from '../../sandbox';
import { socketApp } from './bolt';

const OPERATOR = { user: 'operator', channel: 'ops' };
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const button = (actionId: string, value?: string) => ({
  type: 'button' as const,
  action_id: actionId,
  text: plain('Go'),
  ...(value === undefined ? {} : { value }),
});
const select = {
  type: 'static_select' as const,
  action_id: 'mode',
  options: [option('live'), option('paper')],
  initial_option: option('live'),
};
const CONTROLS = { type: 'actions' as const, block_id: 'controls', elements: [button('go', '42'), select] };

let slack: Sandbox;
let app: App;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  slack = await startSandbox({ clock });
  app = socketApp(slack);
  app.action(/./, ({ ack }) => ack());
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

async function post(): Promise<string> {
  const { ts } = await app.client.chat.postMessage({
    channel: 'C0OPS',
    text: 'Controls',
    blocks: [CONTROLS],
  });
  return ts ?? '';
}

test('A click has the fields that Slack sends', async () => {
  const ts = await post();
  const { payload, failure } = await slack.click('go', OPERATOR);
  expect(failure).toBeNull();
  expect(payload).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0OPERATOR', username: 'operator', team_id: 'T0SANDBOX' },
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    api_app_id: 'A0SANDBOX',
    container: { type: 'message', message_ts: ts, channel_id: 'C0OPS', is_ephemeral: false },
    channel: { id: 'C0OPS', name: 'ops' },
    message: { ts, text: 'Controls' },
    trigger_id: expect.any(String),
    response_url: expect.stringContaining('/actions/'),
    actions: [
      { type: 'button', action_id: 'go', block_id: 'controls', value: '42', action_ts: expect.any(String) },
    ],
  });
});

test('A choice has the whole option', async () => {
  await post();
  const { payload } = await slack.choose('mode', 'paper', OPERATOR);
  expect(payload.actions).toMatchObject([
    { type: 'static_select', action_id: 'mode', selected_option: option('paper') },
  ]);
});

test('A missing button cannot be clicked', async () => {
  await post();
  await expect(slack.click('stop', OPERATOR)).rejects.toThrow(
    'No element "stop" for operator in #ops; there are: "go", "mode"',
  );
});

test('A click in an ephemeral message does not contain the message', async () => {
  await app.client.chat.postEphemeral({
    channel: 'C0OPS',
    user: 'U0OPERATOR',
    text: 'Yours',
    blocks: [CONTROLS],
  });
  const { payload } = await slack.click('go', OPERATOR);
  expect(payload).toMatchObject({ container: { is_ephemeral: true } });
  expect(payload).not.toHaveProperty('message');
});

test('A click that nobody acknowledges within 3 s fails', async () => {
  await post();
  slack.sendTo('http://127.0.0.1:1/nobody');
  expect(await slack.click('go', OPERATOR)).toMatchObject({ ackMs: null, failure: 'dispatch_failed' });
});
