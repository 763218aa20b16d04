import type { App } from '@slack/bolt';
import {
  createManualClock,
  type ManualClock,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../sandbox';
import { socketApp } from './bolt';

const OPERATOR = { user: 'operator', channel: 'ops' };
let slack: Sandbox;
let app: App | null;
let clock: ManualClock;

async function start(options: SandboxOptions, listen: (app: App) => void): Promise<void> {
  clock = createManualClock();
  slack = await startSandbox({ clock, ...options });
  app = socketApp(slack);
  listen(app);
  await app.start();
}
afterEach(async () => {
  await app?.stop();
  app = null;
  await slack.stop();
});

test('a mention reaches the app, which can answer in the thread', async () => {
  await start({}, (it) =>
    it.event('app_mention', async ({ event, client }) => {
      await client.chat.postMessage({
        channel: event.channel,
        thread_ts: event.ts,
        text: `You said: ${event.text}`,
      });
    }),
  );
  const { ts } = await slack.mention('how are things?', OPERATOR);
  const reply = await slack.until(() =>
    slack.seenBy('viewer', 'ops').find((one) => one.author === 'arbwatch'),
  );
  expect(reply).toMatchObject({ threadTs: ts, text: 'You said: <@U0ARBWATCH> how are things?' });
});

test('a mention in a channel the bot is not in reaches nobody', async () => {
  await start({}, () => undefined);
  expect(await slack.mention('hello?', { user: 'operator', channel: 'lounge' })).toMatchObject({
    delivery: null,
  });
});

test.each([
  ['is not subscribed', { events: [] }],
  ['lacks the scope', { events: ['app_mention'], scopes: ['commands'] }],
])('a mention is kept from an app that %s', async (_, options) => {
  await start(options, () => undefined);
  expect(await slack.mention('hello?', OPERATOR)).toMatchObject({ delivery: null });
});

describe('an event that nobody acknowledges', () => {
  const RETRIES_MS = [0, 60_000, 300_000];

  async function afterRetries(retriesMs: number[]): Promise<void> {
    for (const [index, ms] of retriesMs.entries()) {
      await slack.until(() => slack.journal.envelopes().at(index)?.failure);
      clock.advance(ms);
    }
  }

  test('is sent at most three times more', async () => {
    clock = createManualClock();
    slack = await startSandbox({ clock, events: ['app_mention'] });
    await slack.mention('hello?', OPERATOR);
    await afterRetries([...RETRIES_MS, 3_600_000]);
    expect(slack.journal.envelopes('events_api').map((one) => one.attempt)).toEqual([0, 1, 2, 3]);
  });

  test('says which attempt it is', async () => {
    clock = createManualClock();
    slack = await startSandbox({ clock, events: ['app_mention'] });
    await slack.mention('hello?', OPERATOR);
    const heard: unknown[] = [];
    app = socketApp(slack);
    app.event('app_mention', async ({ context }) => {
      heard.push([context.retryNum, context.retryReason]);
    });
    await app.start();
    clock.advance(0);
    await slack.until(() => heard.length > 0);
    expect(heard).toEqual([[1, 'timeout']]);
  });
});

test('opening the Home tab tells the app, which can publish it', async () => {
  await start({}, (it) =>
    it.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'All is well.' } }];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    }),
  );
  await slack.openHome('seoul');
  const home = await slack.until(() => slack.world.views.home('U0SEOUL'));
  expect(home.body.blocks).toMatchObject([{ text: { text: 'All is well.' } }]);
});

test('a message in the direct message with the app reaches it', async () => {
  const heard: unknown[] = [];
  await start({}, (it) =>
    it.message(async ({ message }) => {
      heard.push('text' in message ? message.text : null);
    }),
  );
  await slack.say('hello', { user: 'viewer', channel: 'dm' });
  await slack.until(() => heard.length > 0);
  expect(heard).toEqual(['hello']);
});
