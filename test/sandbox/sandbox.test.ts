import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, startSandbox } from '../../sandbox';
import { socketApp } from './bolt';

const OPERATOR = { user: 'operator', channel: 'ops' };

test('Every secret of the sandbox says that it is made up', () => {
  const { tokens } = createSandbox();
  expect(Object.values(tokens).every((secret) => secret.includes('sandbox'))).toBe(true);
});

test('The sandbox listens only on loopback', async () => {
  const slack = await startSandbox();
  expect(slack.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await slack.stop();
});

test('The sandbox rejects a request with another host name', async () => {
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

test('Stopping the sandbox closes every connection and ends a running command', async () => {
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

describe('The manifest', () => {
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

  test('sets commands, scopes, events and interactivity of the sandbox', () => {
    const path = manifest(`
features:
  app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true }
  slash_commands:
    - { command: /arb-status, description: How it is, usage_hint: "[mode]" }
oauth_config:
  scopes:
    bot: [commands, chat:write, app_mentions:read]
settings:
  event_subscriptions: { bot_events: [app_mention] }
  interactivity: { is_enabled: true }
`);
    expect(createSandbox({ manifest: path }).settings).toEqual({
      commands: [{ command: '/arb-status', description: 'How it is', usageHint: '[mode]' }],
      scopes: ['commands', 'chat:write', 'app_mentions:read'],
      appScopes: ['connections:write'],
      events: ['app_mention'],
      interactive: true,
      homeTab: true,
      takesMessages: false,
    });
  });

  test('refuses one with an event whose scope it lacks, as Slack does', () => {
    const path = manifest(`
oauth_config: { scopes: { bot: [commands] } }
settings: { event_subscriptions: { bot_events: [message.im] } }
`);
    expect(() => createSandbox({ manifest: path })).toThrow(
      'the event message.im needs the scope im:history',
    );
  });
});
