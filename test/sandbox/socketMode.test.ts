import type { App } from '@slack/bolt';
import { createManualClock, type ManualClock, type Sandbox, startSandbox } from '../../sandbox';
import { socketApp } from './bolt';

const OPERATOR = { user: 'operator', channel: 'ops' };
/** Soon enough for a test of reconnecting, and long enough for a machine that pauses. */
const QUICK_MS = 200;

let slack: Sandbox;
let clock: ManualClock;
let apps: App[];

beforeEach(async () => {
  clock = createManualClock();
  slack = await startSandbox({ commands: ['/arb-status', '/arb-tuning'], clock });
  apps = [];
});
afterEach(async () => {
  for (const app of apps) await app.stop();
  await slack.stop();
});

async function started(prepare: (app: App) => void): Promise<App> {
  const app = socketApp(slack, QUICK_MS);
  prepare(app);
  apps.push(app);
  await app.start();
  return app;
}

const answering = (text: string) => (app: App) =>
  app.command('/arb-status', async ({ ack }) => {
    await ack(text);
  });

test('A command has the fields that Slack sends', async () => {
  await started(answering('Alive.'));
  const { payload } = await slack.command('/arb-status', 'paper docker', OPERATOR);
  expect(payload).toEqual({
    token: expect.any(String),
    team_id: 'T0SANDBOX',
    team_domain: 'sandbox',
    channel_id: 'C0OPS',
    channel_name: 'ops',
    user_id: 'U0OPERATOR',
    user_name: 'operator',
    command: '/arb-status',
    text: 'paper docker',
    api_app_id: 'A0SANDBOX',
    is_enterprise_install: 'false',
    response_url: expect.stringContaining(`${slack.url}/commands/T0SANDBOX/`),
    trigger_id: expect.any(String),
  });
});

test('Only the requester sees an answer in the acknowledgement', async () => {
  await started(answering('Alive.'));
  const { ack, failure } = await slack.command('/arb-status', '', OPERATOR);
  expect({ failure, body: ack?.body }).toEqual({ failure: null, body: { text: 'Alive.' } });
  expect(slack.seenBy('operator', 'ops')).toMatchObject([
    { text: 'Alive.', ephemeral: true, author: 'arbwatch' },
  ]);
  expect(slack.seenBy('viewer', 'ops')).toEqual([]);
});

test('The requester sees a failure if Slack rejects the answer', async () => {
  await started((app) =>
    app.command('/arb-status', ({ ack }) =>
      ack({ text: 'Hello', blocks: [{ type: 'actions', elements: [] }] }),
    ),
  );
  const { failure } = await slack.command('/arb-status', '', OPERATOR);
  expect(failure).toBe('/arb-status failed with the error "invalid_blocks"');
  expect(slack.seenBy('operator', 'ops')).toMatchObject([
    { text: failure, author: 'slackbot', ephemeral: true },
  ]);
});

test('A command that nobody acknowledges within 3 s times out and is not repeated', async () => {
  await started((app) => app.command('/arb-status', async () => undefined));
  const pending = slack.command('/arb-status', '', OPERATOR);
  clock.advance(3_000);
  expect(await pending).toMatchObject({
    ack: null,
    failure: '/arb-status failed with the error "operation_timeout"',
  });
  clock.advance(600_000);
  expect(slack.journal.envelopes()).toHaveLength(1);
});

test('Each envelope goes to one of two connections', async () => {
  const heard: string[] = [];
  for (const name of ['first', 'second']) {
    await started((app) =>
      app.command('/arb-status', async ({ ack }) => {
        heard.push(name);
        await ack();
      }),
    );
  }
  await slack.command('/arb-status', '', OPERATOR);
  await slack.command('/arb-status', '', OPERATOR);
  expect([slack.connections, heard.sort()]).toEqual([2, ['first', 'second']]);
});

test.each([
  ['is asked to', (): void => slack.disconnect('refresh_requested')],
  ['is cut off', (): void => slack.dropConnections()],
])('An app that %s reconnects and answers', async (_, leave) => {
  await started(answering('Alive.'));
  leave();
  await slack.until(() => slack.journal.sockets().filter((one) => one.event === 'opened').length === 2);
  await slack.until(() => slack.connections === 1);
  const { failure } = await slack.command('/arb-status', '', OPERATOR);
  expect(failure).toBeNull();
});
