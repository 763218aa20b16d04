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

test('a command is answered in the body of the reply', async () => {
  await start(answering);
  const { failure } = await slack.command('/arb-status', 'paper & <docker>', OPERATOR);
  expect(failure).toBeNull();
  expect(slack.seenBy('operator', 'ops')).toMatchObject([
    { text: 'Heard paper & <docker>.', ephemeral: true },
  ]);
});

test('an event is sent as JSON', async () => {
  const heard: string[] = [];
  await start((it) => it.event('app_mention', async ({ event }) => void heard.push(event.text)));
  const { delivery } = await slack.mention('hello', OPERATOR);
  expect([delivery?.failure, heard]).toEqual([null, ['<@U0ARBWATCH> hello']]);
});

test('a click is sent as a form with a payload', async () => {
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

test('an app that does not answer within 3 s has failed', async () => {
  const heard: string[] = [];
  await start((it) => it.command('/arb-status', async ({ command }) => void heard.push(command.command)));
  const pending = slack.command('/arb-status', '', OPERATOR);
  await slack.until(() => heard.length > 0);
  clock.advance(3_000);
  expect((await pending).failure).toBe('/arb-status failed with the error "operation_timeout"');
});

test('an app that answers with an error has failed', async () => {
  await start((it) => {
    it.use(async () => {
      throw new Error('This app always fails.');
    });
  });
  const { failure } = await slack.command('/arb-status', '', OPERATOR);
  expect(failure).toBe('/arb-status failed with the error "http_service_error"');
});

test('an app that does not listen has failed', async () => {
  slack.sendTo('http://127.0.0.1:1/slack/events');
  const { failure } = await slack.command('/arb-status', '', OPERATOR);
  expect(failure).toBe('/arb-status failed with the error "dispatch_failed"');
});

test('a request with the right signature is taken', async () => {
  await start(answering);
  const { status, body } = await slack.sendRaw(slack.signedCommand('/arb-status', 'live', OPERATOR));
  expect({ status, body }).toEqual({ status: 200, body: 'Heard live.' });
});

test.each([
  ['signed with another secret', { secret: 'guessed' }],
  ['signed ten minutes ago', { timestampS: Math.floor(systemClock.now().getTime() / 1000) - 600 }],
])('Bolt refuses a request %s', async (_, signing) => {
  await start(answering);
  const { status } = await slack.sendRaw(slack.signedCommand('/arb-status', '', OPERATOR, signing));
  expect(status).toBe(401);
});

test('Bolt refuses a request whose body was changed', async () => {
  await start(answering);
  const request = slack.signedCommand('/arb-status', 'paper', OPERATOR);
  const { status } = await slack.sendRaw({ ...request, body: request.body.replace('paper', 'live') });
  expect(status).toBe(401);
});

test('a request can be sent again, to the byte', async () => {
  await start(answering);
  await slack.command('/arb-status', '', OPERATOR);
  for (const record of slack.journal.envelopes()) await slack.repeat(record);
  const [first, second] = slack.journal.envelopes();
  expect(second?.request).toEqual(first?.request);
  expect(second?.failure).toBeNull();
});

test('an event that was not taken says so when it comes again', async () => {
  const heard: unknown[] = [];
  slack.sendTo('http://127.0.0.1:1/slack/events');
  await slack.mention('hello', OPERATOR);
  await start((it) => it.event('app_mention', async ({ context }) => void heard.push(context.retryNum)));
  clock.advance(0);
  await slack.until(() => heard.length > 0);
  expect(heard).toEqual([1]);
});
