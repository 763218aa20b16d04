import type { App } from '@slack/bolt';
import { WebSocket } from 'ws';
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

test('a command carries the fields Slack sends', async () => {
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

test('an answer in the acknowledgement is seen by the requester alone', async () => {
  await started(answering('Alive.'));
  const { ack, failure } = await slack.command('/arb-status', '', OPERATOR);
  expect({ failure, body: ack?.body }).toEqual({ failure: null, body: { text: 'Alive.' } });
  expect(slack.seenBy('operator', 'ops')).toMatchObject([
    { text: 'Alive.', ephemeral: true, author: 'arbwatch' },
  ]);
  expect(slack.seenBy('viewer', 'ops')).toEqual([]);
});

test('an answer in_channel is seen by all, below what was typed', async () => {
  await started((app) =>
    app.command('/arb-status', ({ ack }) => ack({ text: 'Alive.', response_type: 'in_channel' })),
  );
  await slack.command('/arb-status', 'paper', OPERATOR);
  expect(slack.seenBy('viewer', 'ops').map((one) => [one.author, one.text])).toEqual([
    ['operator', '/arb-status paper'],
    ['arbwatch', 'Alive.'],
  ]);
});

test('an empty acknowledgement shows nothing', async () => {
  await started((app) => app.command('/arb-status', ({ ack }) => ack()));
  const { ack } = await slack.command('/arb-status', '', OPERATOR);
  expect(ack?.body).toBeNull();
  expect(slack.seenBy('operator', 'ops')).toEqual([]);
});

test('an answer that Slack does not take is a failure the requester sees', async () => {
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

test('a command that is in no manifest never reaches the app', async () => {
  await started(answering('Alive.'));
  const { failure } = await slack.command('/arb-stats', '', OPERATOR);
  expect(failure).toContain('/arb-stats is not a valid command.');
  expect(slack.journal.envelopes()).toEqual([]);
});

test('a command nobody acknowledges within 3 s times out, and is not sent again', async () => {
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

test('an acknowledgement after 3 s changes nothing, but is written down', async () => {
  let acknowledge: (() => Promise<void>) | null = null;
  await started((app) =>
    app.command('/arb-status', async ({ ack }) => {
      acknowledge = () => ack('Too late.');
    }),
  );
  const pending = slack.command('/arb-status', '', OPERATOR);
  const lateAck = await slack.until(() => acknowledge);
  clock.advance(3_000);
  await pending;
  await lateAck();
  const late = await slack.until(() => slack.journal.envelopes().find((one) => one.ackMs !== null));
  expect(late).toMatchObject({ failure: 'operation_timeout', ackBody: null });
  expect(slack.seenBy('operator', 'ops').map((one) => one.author)).toEqual(['slackbot']);
});

test('a command with no app connected fails at once', async () => {
  const { failure } = await slack.command('/arb-status', '', OPERATOR);
  expect(failure).toBe('/arb-status failed with the error "dispatch_failed"');
});

test('of two connections each envelope goes to one', async () => {
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

test('a connection ticket is good for one connection', async () => {
  await started(answering('Alive.'));
  const used = slack.journal.calls('apps.connections.open').map((call) => call.body as { url: string });
  const again = new WebSocket(used[0]?.url ?? '');
  await new Promise((resolve) => again.on('error', resolve));
  expect(slack.journal.sockets().map((one) => one.event)).toEqual(['opened', 'refused']);
});

test.each([
  ['is asked to', (): void => slack.disconnect('refresh_requested')],
  ['is cut off', (): void => slack.dropConnections()],
])('an app that %s comes back and answers', async (_, leave) => {
  await started(answering('Alive.'));
  leave();
  await slack.until(() => slack.journal.sockets().filter((one) => one.event === 'opened').length === 2);
  await slack.until(() => slack.connections === 1);
  const { failure } = await slack.command('/arb-status', '', OPERATOR);
  expect(failure).toBeNull();
});

test('connections can be refused for a while', async () => {
  const app = socketApp(slack, QUICK_MS);
  apps.push(app);
  slack.refuseConnections(true);
  const starting = app.start();
  await slack.until(() => slack.journal.sockets().some((one) => one.event === 'refused'));
  slack.refuseConnections(false);
  await slack.until(() => slack.connections === 1);
  await starting.catch(() => undefined);
});

test('an envelope can be sent again as it was', async () => {
  const triggers: string[] = [];
  await started((app) =>
    app.command('/arb-status', async ({ ack, command }) => {
      triggers.push(command.trigger_id);
      await ack();
    }),
  );
  await slack.command('/arb-status', '', OPERATOR);
  for (const record of slack.journal.envelopes()) await slack.repeat(record);
  const [first, second] = slack.journal.envelopes();
  expect(second?.envelopeId).toBe(first?.envelopeId);
  expect(triggers[1]).toBe(triggers[0]);
});
