import type { App } from '@slack/bolt';
import { createManualClock, type ManualClock, type Sandbox, startSandbox } from '../../sandbox';
import { socketApp } from './bolt';
import { postJson } from './clients';

const OPERATOR = { user: 'operator', channel: 'ops' };
const BUTTON = {
  type: 'actions',
  elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
};

let slack: Sandbox;
let app: App;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  slack = await startSandbox({ commands: ['/arb-status'], clock });
  app = socketApp(slack);
  app.command('/arb-status', ({ ack }) => ack({ text: 'Go?', blocks: [BUTTON] }));
  app.action('go', ({ ack }) => ack());
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

/** The response_url of a command, or of a click on the button in its answer. */
async function commandUrl(): Promise<string> {
  const { payload } = await slack.command('/arb-status', '', OPERATOR);
  return String(payload?.response_url);
}
async function clickUrl(): Promise<string> {
  await slack.command('/arb-status', '', OPERATOR);
  const { payload } = await slack.click('go', OPERATOR);
  return String(payload.response_url);
}
const textsSeenBy = (user: string): string[] => slack.seenBy(user, 'ops').map((one) => one.text);

test('Only the requester sees a post to the response_url', async () => {
  expect(await postJson(await commandUrl(), { text: 'Later' })).toEqual({ status: 200, body: 'ok' });
  expect([textsSeenBy('operator'), textsSeenBy('viewer')]).toEqual([['Go?', 'Later'], []]);
});

test('Everybody sees an in_channel post to the response_url', async () => {
  await postJson(await commandUrl(), { text: 'Later', response_type: 'in_channel' });
  expect(textsSeenBy('viewer')).toEqual(['Later']);
});

test('A response_url is rejected at its sixth use', async () => {
  const url = await commandUrl();
  for (const text of ['1', '2', '3', '4', '5']) await postJson(url, { text });
  expect(await postJson(url, { text: '6' })).toEqual({
    status: 404,
    body: '{"ok":false,"error":"used_url"}',
  });
  expect(textsSeenBy('operator').at(-1)).toBe('5');
});

test('A response_url works for 30 minutes', async () => {
  const url = await commandUrl();
  clock.advance(30 * 60_000);
  expect((await postJson(url, { text: 'Just in time' })).status).toBe(200);
});

test.each([
  ['no_text', {}],
  ['invalid_blocks', { text: 'Hello', blocks: [{ type: 'alert' }] }],
  ['msg_too_long', { text: 'x'.repeat(40_001) }],
])('A response_url rejects content with %s', async (error, body) => {
  const refused = await postJson(await commandUrl(), body);
  expect([refused.status, JSON.parse(refused.body)]).toEqual([
    400,
    expect.objectContaining({ ok: false, error }),
  ]);
});

test('After a click the response_url can replace an ephemeral message', async () => {
  await postJson(await clickUrl(), { text: 'Gone.', replace_original: true });
  expect(slack.seenBy('operator', 'ops')).toMatchObject([
    { text: 'Gone.', blocks: [], edited: true, ephemeral: true },
  ]);
});
