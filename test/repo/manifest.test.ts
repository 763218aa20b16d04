import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { COMMANDS } from '../../commands';
import { SHORTCUTS } from '../../commands/shortcuts/shortcuts';
import { MANIFEST_LIMITS } from '../../formatters/blockKit/slackLimits';
import { BOT_SCOPES } from '../../src/slack/scopes';
import { MANIFEST } from '../helpers/botUnderTest';

const manifest = parse(readFileSync(MANIFEST, 'utf8'));
const declared: Record<string, unknown>[] = manifest.features.slash_commands;

const HISTORY = ['channels:history', 'groups:history'];

/** The scopes that each Web API method of the bot's own needs. Source: docs.slack.dev/reference/methods. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'blocks.validate': [],
  'bots.info': ['users:read'],
  'chat.delete': ['chat:write'],
  'chat.scheduleMessage': ['chat:write'],
  'chat.deleteScheduledMessage': ['chat:write'],
  'conversations.history': HISTORY,
  'conversations.replies': HISTORY,
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'pins.add': ['pins:write'],
  'views.publish': [],
  'views.open': [],
  'views.update': [],
};

/** Source: docs.slack.dev/reference/events. */
const SCOPES_OF_EVENT: Readonly<Record<string, readonly string[]>> = {
  reaction_added: ['reactions:read'],
  app_mention: ['app_mentions:read'],
  'message.im': ['im:history'],
  app_home_opened: [],
};

/** The events that the code takes, as the manifest names them. Of messages it takes direct ones alone. */
const eventsIn = (source: string): string[] =>
  [...source.matchAll(/app\.event\('(\w+)'/g)].map(([, event = '']) =>
    event === 'message' ? 'message.im' : event,
  );

const sourceFiles = (folder: string): string[] =>
  readdirSync(join(__dirname, '../..', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(__dirname, '../..', folder, name), 'utf8'));

describe('manifest.yml', () => {
  test('declares the commands there are, in the words that the help uses', () => {
    expect(
      declared.map(({ command, description, usage_hint }) => ({ command, description, usage_hint })),
    ).toEqual(
      COMMANDS.map(({ name, description, usageHint }) => ({
        command: name,
        description,
        usage_hint: usageHint,
      })),
    );
  });

  test('keeps to what Slack takes', () => {
    expect(COMMANDS.length).toBeLessThanOrEqual(MANIFEST_LIMITS.commands);
    for (const { name, description, usageHint } of COMMANDS) {
      expect(name).toMatch(/^\/[a-z0-9_-]+$/);
      expect(name.length).toBeLessThanOrEqual(MANIFEST_LIMITS.commandMax);
      expect(description.length).toBeLessThanOrEqual(MANIFEST_LIMITS.commandDescription);
      expect(usageHint.length).toBeLessThanOrEqual(MANIFEST_LIMITS.commandUsageHint);
    }
  });

  test('takes what is typed as it is typed', () => {
    expect(declared.map(({ should_escape }) => should_escape)).toEqual(declared.map(() => false));
  });

  test('asks for the scopes that the code uses, and no more', () => {
    const source = sourceFiles('src').join('\n');
    const called = [...source.matchAll(/(?:client|writer)\.((?:\w+\.)*\w+)\(/g)].map(
      ([, method = '']) => method,
    );
    const methods = [...new Set(called)].filter((method) => method.includes('.'));
    const needed = methods.flatMap((method) => {
      const scopes = SCOPES_OF[method];
      if (scopes === undefined) throw new Error(`Say in this test which scopes ${method} needs`);
      return scopes;
    });
    const eventScopes = eventsIn(source).flatMap(
      (event) => SCOPES_OF_EVENT[event] ?? [`the scope of ${event}`],
    );
    const scopes = new Set(['commands', ...needed, ...eventScopes]);
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...scopes].sort());
  });

  test('declares the shortcuts there are', () => {
    const shown = manifest.features.shortcuts.map(({ callback_id, type }: Record<string, string>) => [
      callback_id,
      type,
    ]);
    expect(shown).toEqual(SHORTCUTS.map(({ callbackId, kind }) => [callbackId, kind]));
  });

  test('has a Home tab, and direct messages in both directions', () => {
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  test('lets who installs it leave out only scopes that it asks for', () => {
    const { bot, bot_optional } = manifest.oauth_config.scopes;
    expect(bot).toEqual(expect.arrayContaining(bot_optional));
  });

  test('asks for interactivity, for the code takes presses, and for the events that the code takes', () => {
    const source = sourceFiles('src/slack').join('\n');
    expect(source).toMatch(/app\.action\(/);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(source).toMatch(/app\.shortcut\(/);
    expect(/app\.(message|options)\(/.exec(source)).toBeNull();
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(eventsIn(source));
  });
});

describe('Every command', () => {
  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s has examples of itself',
    (name, command) => {
      expect(command.examples.length).toBeGreaterThan(0);
      for (const { text } of command.examples)
        expect(text === name || text.startsWith(`${name} `)).toBe(true);
    },
  );
});

test('The scopes that doctor looks for are those of the manifest', () => {
  const { bot } = manifest.oauth_config.scopes;
  expect(BOT_SCOPES.map(({ scope }) => scope).sort()).toEqual([...bot].sort());
});
