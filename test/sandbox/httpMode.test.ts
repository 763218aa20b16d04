import type { App } from '@slack/bolt';
import { createManualClock, type ManualClock, type Sandbox, startSandbox } from '../../sandbox';
import { systemClock } from '../../src/lib/clock';
import { startHttpApp } from './bolt';

const OPERATOR = { user: 'operator', channel: 'ops' };
const BUTTON = {
  type: 'actions',
  elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
};

let slack: Sandbox;
let app: App | null = null;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  slack = await startSandbox({ commands: ['/arb-status'], clock });
});
afterEach(async () => {
  await slack.stop();
  await app?.stop();
  app = null;
});

async function start(prepare: (app: App) => void): Promise<void> {
  const started = await startHttpApp(slack, prepare);
  app = started.app;
  slack.sendTo(started.url);
}

const answering = (it: App) => it.command('/arb-status', ({ ack, command }) => ack(`Heard ${command.text}.`));

test('A command over HTTP is answered in the response body', async () => {
  await start(answering);
  const { failure } = await slack.command('/arb-status', 'paper & <docker>', OPERATOR);
  expect(failure).toBeNull();
  expect(slack.seenBy('operator', 'ops')).toMatchObject([
    { text: 'Heard paper & <docker>.', ephemeral: true },
  ]);
});

test('A click over HTTP is sent as a form with a payload', async () => {
  await start((it) => {
    it.command('/arb-status', ({ ack }) => ack({ text: 'Go?', blocks: [BUTTON] }));
    it.action('go', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'Gone.', replace_original: true });
    });
  });
  await slack.command('/arb-status', '', OPERATOR);
  const { failure } = await slack.click('go', OPERATOR);
  await slack.until(() => slack.seenBy('operator', 'ops').at(-1)?.text === 'Gone.');
  expect(failure).toBeNull();
});

test('A command fails if the app does not answer over HTTP within 3 s', async () => {
  const heard: string[] = [];
  await start((it) => it.command('/arb-status', async ({ command }) => void heard.push(command.command)));
  const pending = slack.command('/arb-status', '', OPERATOR);
  await slack.until(() => heard.length > 0);
  clock.advance(3_000);
  expect((await pending).failure).toBe('/arb-status failed with the error "operation_timeout"');
});

test('Bolt accepts a request with the right signature', async () => {
  await start(answering);
  const { status, body } = await slack.sendRaw(slack.signedCommand('/arb-status', 'live', OPERATOR));
  expect({ status, body }).toEqual({ status: 200, body: 'Heard live.' });
});

test.each([
  ['signed with another secret', { secret: 'guessed' }],
  ['signed ten minutes ago', { timestampS: Math.floor(systemClock.now().getTime() / 1000) - 600 }],
])('Bolt rejects a request %s', async (_, signing) => {
  await start(answering);
  const { status } = await slack.sendRaw(slack.signedCommand('/arb-status', '', OPERATOR, signing));
  expect(status).toBe(401);
});

test('A request can be repeated byte for byte', async () => {
  await start(answering);
  await slack.command('/arb-status', '', OPERATOR);
  for (const record of slack.journal.envelopes()) await slack.repeat(record);
  const [first, second] = slack.journal.envelopes();
  expect(second?.request).toEqual(first?.request);
  expect(second?.failure).toBeNull();
});
