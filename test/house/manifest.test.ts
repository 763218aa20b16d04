import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { COMMANDS } from '../../commands';
import { MANIFEST_LIMITS } from '../../formatters/slackLimits';
import { MANIFEST } from '../helpers/botUnderTest';

const manifest = parse(readFileSync(MANIFEST, 'utf8'));
const declared: Record<string, unknown>[] = manifest.features.slash_commands;

/** The scope that each Web API method of the bot's own needs; null for none. Source: docs.slack.dev/reference/methods. */
const SCOPE_OF: Readonly<Record<string, string | null>> = {
  'auth.test': null,
  'apps.connections.open': null,
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
};

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
    const called = [...source.matchAll(/client\.((?:\w+\.)*\w+)\(/g)].map(([, method = '']) => method);
    const methods = [...new Set(called)].filter((method) => method.includes('.'));
    const needed = methods.map((method) => {
      const scope = SCOPE_OF[method];
      if (scope === undefined) throw new Error(`Say in this test which scope ${method} needs`);
      return scope;
    });
    const scopes = new Set(['commands', ...needed.filter((scope) => scope !== null)]);
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...scopes].sort());
  });

  test('asks for no events and no interactivity, of which the code takes none', () => {
    expect(sourceFiles('src/slack').join('\n')).not.toMatch(
      /app\.(event|action|view|shortcut|message|options)\(/,
    );
    expect(manifest.settings.event_subscriptions).toBeUndefined();
    expect(manifest.settings.interactivity.is_enabled).toBe(false);
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
