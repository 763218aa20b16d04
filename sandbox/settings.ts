import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** A slash command as the manifest declares it. */
export interface SlashCommand {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

/** What the workspace knows of the app. */
export interface AppSettings {
  readonly commands: readonly SlashCommand[];
  /** Scopes of the bot token. */
  readonly scopes: readonly string[];
  /** Scopes of the app-level token. */
  readonly appScopes: readonly string[];
  /** Events the app is told of. */
  readonly events: readonly string[];
  /** Whether buttons, menus and modals reach the app. */
  readonly interactive: boolean;
  /** Whether it has a Home tab. */
  readonly homeTab: boolean;
  /** Whether people may write to it in a direct message. */
  readonly takesMessages: boolean;
}

/** The same, as a caller may give it. What is left out comes from the manifest, or else is as wide as can be. */
export interface SettingsOptions {
  /** Path of a manifest.yml. */
  readonly manifest?: string;
  readonly commands?: readonly (string | SlashCommand)[];
  readonly scopes?: readonly string[];
  readonly appScopes?: readonly string[];
  readonly events?: readonly string[];
  readonly interactive?: boolean;
  readonly homeTab?: boolean;
  readonly takesMessages?: boolean;
}

const ALL_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'im:history',
  'im:read',
  'im:write',
  'pins:write',
  'reactions:read',
  'users:read',
];
const ALL_EVENTS = ['app_home_opened', 'app_mention', 'message.channels', 'message.im', 'reaction_added'];

/** The scope without which the app is not told of an event. Source: docs.slack.dev/reference/events. */
export const SCOPE_OF_EVENT: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
};

const manifestShape = z.looseObject({
  features: z
    .looseObject({
      app_home: z
        .looseObject({
          home_tab_enabled: z.boolean().default(false),
          messages_tab_enabled: z.boolean().default(true),
          messages_tab_read_only_enabled: z.boolean().default(true),
        })
        .prefault({}),
      slash_commands: z
        .array(
          z.looseObject({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }),
        )
        .default([]),
    })
    .prefault({}),
  oauth_config: z
    .looseObject({ scopes: z.looseObject({ bot: z.array(z.string()).default([]) }).prefault({}) })
    .prefault({}),
  settings: z
    .looseObject({
      event_subscriptions: z.looseObject({ bot_events: z.array(z.string()).default([]) }).prefault({}),
      interactivity: z.looseObject({ is_enabled: z.boolean().default(false) }).prefault({}),
    })
    .prefault({}),
});

/**
 * The app's settings.
 * @throws when the manifest cannot be read, or is no manifest.
 */
export function settingsFrom(options: SettingsOptions): AppSettings {
  const declared = options.manifest === undefined ? null : settingsInManifest(options.manifest);
  return {
    commands: options.commands?.map(asCommand) ?? declared?.commands ?? [],
    scopes: options.scopes ?? declared?.scopes ?? ALL_SCOPES,
    appScopes: options.appScopes ?? ['connections:write'],
    events: options.events ?? declared?.events ?? ALL_EVENTS,
    interactive: options.interactive ?? declared?.interactive ?? true,
    homeTab: options.homeTab ?? declared?.homeTab ?? true,
    takesMessages: options.takesMessages ?? declared?.takesMessages ?? true,
  };
}

function asCommand(given: string | SlashCommand): SlashCommand {
  return typeof given === 'string' ? { command: given, description: '', usageHint: '' } : given;
}

function settingsInManifest(path: string): Omit<AppSettings, 'appScopes'> {
  const read = manifestShape.safeParse(parse(readFileSync(path, 'utf8')));
  if (!read.success) throw new Error(`${path} is not a Slack app manifest: ${z.prettifyError(read.error)}`);
  const { app_home } = read.data.features;
  const scopes = read.data.oauth_config.scopes.bot;
  const events = read.data.settings.event_subscriptions.bot_events;
  for (const event of events) {
    const scope = SCOPE_OF_EVENT[event];
    if (scope !== undefined && !scopes.includes(scope))
      throw new Error(`${path} is refused by Slack: the event ${event} needs the scope ${scope}`);
  }
  return {
    commands: read.data.features.slash_commands.map((one) => ({
      command: one.command,
      description: one.description,
      usageHint: one.usage_hint,
    })),
    scopes,
    events,
    interactive: read.data.settings.interactivity.is_enabled,
    homeTab: app_home.home_tab_enabled,
    takesMessages: app_home.messages_tab_enabled && !app_home.messages_tab_read_only_enabled,
  };
}
