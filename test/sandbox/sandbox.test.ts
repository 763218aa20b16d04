import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, startSandbox, type WorldChange } from '../../sandbox';
import { socketApp } from './bolt';
import { webClient } from './clients';

const OPERATOR = { user: 'operator', channel: 'ops' };

test('two sandboxes in one process have nothing in common', async () => {
  const [one, other] = [await startSandbox(), await startSandbox()];
  await webClient(one).chat.postMessage({ channel: 'C0OPS', text: 'Hello' });
  expect(other.seenBy('operator', 'ops')).toEqual([]);
  expect(one.tokens.bot).not.toBe(other.tokens.bot);
  await Promise.all([one.stop(), other.stop()]);
});

test('every secret says that it is made up', () => {
  const { tokens } = createSandbox();
  expect(Object.values(tokens).every((secret) => secret.includes('sandbox'))).toBe(true);
});

test('it listens on loopback alone', async () => {
  const slack = await startSandbox();
  expect(slack.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await slack.stop();
});

test('a request under another host name is refused', async () => {
  const slack = await startSandbox();
  const status = await new Promise((resolve) => {
    request(`${slack.apiUrl}auth.test`, { headers: { host: 'evil.example' }, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  await slack.stop();
  expect(status).toBe(403);
});

test('a taken port is an error', async () => {
  const slack = await startSandbox();
  await expect(startSandbox({ port: Number(new URL(slack.url).port) })).rejects.toThrow('EADDRINUSE');
  await slack.stop();
});

test('stopping closes every connection, and ends a command that was under way', async () => {
  const slack = await startSandbox({ commands: ['/arb-status'] });
  const app = socketApp(slack);
  app.command('/arb-status', async () => undefined);
  await app.start();
  const pending = slack.command('/arb-status', '', OPERATOR);
  await app.stop();
  await slack.stop();
  expect([(await pending).failure, slack.connections]).toEqual([
    '/arb-status failed with the error "dispatch_failed"',
    0,
  ]);
  await expect(fetch(slack.url)).rejects.toThrow('fetch failed');
});

test('waiting in vain says what happened last', async () => {
  const slack = await startSandbox();
  await webClient(slack).chat.postMessage({ channel: 'C0OPS', text: 'The last thing' });
  await expect(slack.until(() => false, 1)).rejects.toThrow('The last thing');
  await slack.stop();
});

test('nobody of that name, and no such channel, are errors that name the others', async () => {
  const slack = createSandbox();
  expect(() => slack.seenBy('nobody', 'ops')).toThrow(
    '"nobody"; there are: operator, viewer, stranger, seoul',
  );
  expect(() => slack.seenBy('viewer', 'nowhere')).toThrow('"nowhere"; there are: dm, ops, trading-alerts');
});

test('every change of the world is told, in order', async () => {
  const slack = await startSandbox();
  const kinds: WorldChange['kind'][] = [];
  slack.world.onChange((change) => kinds.push(change.kind));
  const client = webClient(slack);
  const { channel, ts } = await client.chat.postMessage({ channel: 'U0VIEWER', text: 'Hello' });
  await client.chat.update({ channel: channel ?? '', ts: ts ?? '', text: 'Changed' });
  await client.chat.delete({ channel: channel ?? '', ts: ts ?? '' });
  await client.views.publish({ user_id: 'U0VIEWER', view: { type: 'home', blocks: [] } });
  await slack.stop();
  expect(kinds).toEqual([
    'channel-opened',
    'message-posted',
    'message-changed',
    'message-deleted',
    'home-published',
  ]);
});

describe('the manifest', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  function manifest(text: string): string {
    const path = join(folder, 'manifest.yml');
    writeFileSync(path, text);
    return path;
  }

  test('tells commands, scopes, events and interactivity', () => {
    const path = manifest(`
features:
  slash_commands:
    - { command: /arb-status, description: How it is, usage_hint: "[mode]" }
oauth_config:
  scopes:
    bot: [commands, chat:write]
settings:
  event_subscriptions: { bot_events: [app_mention] }
  interactivity: { is_enabled: true }
`);
    expect(createSandbox({ manifest: path }).settings).toEqual({
      commands: [{ command: '/arb-status', description: 'How it is', usageHint: '[mode]' }],
      scopes: ['commands', 'chat:write'],
      appScopes: ['connections:write'],
      events: ['app_mention'],
      interactive: true,
    });
  });

  test('gives nothing that it does not mention', () => {
    expect(
      createSandbox({ manifest: manifest('display_information: { name: bare }') }).settings,
    ).toMatchObject({
      commands: [],
      scopes: [],
      events: [],
      interactive: false,
    });
  });

  test('that is none is an error', () => {
    const path = manifest('features: { slash_commands: [{ command: 7 }] }');
    expect(() => createSandbox({ manifest: path })).toThrow('is not a Slack app manifest');
  });
});
