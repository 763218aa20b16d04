import type { RoleConfig } from '../access/roles';
import type { LiveMonitorSettings } from '../monitors/live/liveStatusMonitor';
import type { TargetSettings } from '../monitors/live/targetDirectory';
import type { TuningMonitorSettings } from '../monitors/tuning/tuningStatusMonitor';
import type { RedisConfig } from '../redis/redisConfig';
import type { TargetId } from '../state/keys';
import { type AlertConfig, alertSettings, loadRuleSettings, staleThresholds } from './alerting';
import { type ConfigFile, NO_FILE } from './file';
import type { ConfigIssue } from './issue';
import { ConfigReader, type Environment } from './reader';
import { isUnderSentinel, redisConfig, storeConfig } from './redis';
import type { SettingValue } from './schema/settings';
import { type NamedTarget, targetSettings } from './targets';
import { validateAgainstFailover } from './thresholds';

export type { AlertConfig } from './alerting';

/** What reading the traders' state needs: all that the terminal uses. */
export interface MonitorConfig {
  readonly redis: RedisConfig;
  readonly live: LiveMonitorSettings;
  readonly tuning: TuningMonitorSettings;
  /** Which targets there are. */
  readonly directory: TargetSettings;
  /** Those that the configuration file names, which should run. */
  readonly targets: ReadonlyMap<TargetId, NamedTarget>;
  /** The unit of balances; null shows none. */
  readonly currency: string | null;
  /** Where the folder docs can be read, with a slash at its end; null where that is not configured. */
  readonly docsUrl: string | null;
  readonly logLevel: SettingValue<'LOG_LEVEL'>;
}

export type SlackConfig = {
  readonly botToken: string;
  /** The Web API's address. */
  readonly apiUrl: string;
} & (
  | { readonly transport: 'socket'; readonly appToken: string }
  | { readonly transport: 'http'; readonly signingSecret: string }
);

/** Where the bot keeps its own keys. */
export interface StoreConfig {
  /** Null for the traders' Redis. */
  readonly redis: RedisConfig | null;
  /** What they begin with. */
  readonly prefix: string;
}

/** What the bot needs. */
export interface BotConfig extends MonitorConfig {
  readonly slack: SlackConfig;
  readonly roles: RoleConfig;
  readonly store: StoreConfig;
  /** Null where no alert channel is set: then the bot does not watch by itself. */
  readonly alerts: AlertConfig | null;
  /** The IANA zone of the bot's own clock times. */
  readonly timezone: string;
  /** The address that the port is opened on. */
  readonly host: string;
  /** The port of the health endpoints and, over HTTP, of Slack's requests. */
  readonly port: number;
}

/** The configuration has problems; the message lists every one. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly ConfigIssue[]) {
    const lines = problems.map(({ where, message }) => `  ${where}: ${message}`);
    super(
      `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${lines.join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/** Reads what the terminal needs. The environment wins over the file. Throws ConfigError. */
export function loadCliConfig(env: Environment, file: ConfigFile = NO_FILE): MonitorConfig {
  const settings = new ConfigReader(env, file);
  return assertNoIssues(settings, watchSettings(settings));
}

/** Reads what the bot needs. The environment wins over the file. Throws ConfigError. */
export function loadBotConfig(env: Environment, file: ConfigFile = NO_FILE): BotConfig {
  const settings = new ConfigReader(env, file);
  return assertNoIssues(settings, {
    slack: slackSettings(settings),
    roles: { viewers: settings.optional('VIEWERS'), operators: settings.optional('OPERATORS') },
    store: storeSettings(settings),
    alerts: alertSettings(settings, targetSettings(settings)),
    timezone: settings.required('TIMEZONE'),
    host: settings.required('HOST'),
    port: settings.required('PORT'),
    ...watchSettings(settings),
  });
}

type Unchecked<T> = { readonly [K in keyof T]: T[K] | null };

/** A value is null only where a problem was reported, or where its type allows it. */
function assertNoIssues<T>(settings: ConfigReader, values: Unchecked<T>): T {
  if (settings.problems.length > 0) throw new ConfigError(settings.problems);
  return values as T;
}

function watchSettings(settings: ConfigReader): Unchecked<MonitorConfig> {
  const [keyPrefix = null] = settings.required('STATE_KEY_PREFIX') ?? [];
  const targets = targetSettings(settings);
  const heartbeatComponents = settings.required('HEARTBEAT_COMPONENTS');
  const rules = loadRuleSettings(settings);
  const zone = settings.required('TRADER_TIMEZONE');
  if (rules !== null && isUnderSentinel(settings)) validateAgainstFailover(settings, rules);
  return {
    redis: redisConfig(settings),
    live:
      keyPrefix === null || heartbeatComponents === null || rules === null
        ? null
        : { keyPrefix, heartbeatComponents, ...staleThresholds(rules) },
    tuning: keyPrefix === null || zone === null ? null : { keyPrefix, zone },
    directory: targets === null ? null : targets.directory,
    targets: targets === null ? null : targets.named,
    currency: settings.optional('CURRENCY'),
    docsUrl: settings.optional('DOCS_URL'),
    logLevel: settings.required('LOG_LEVEL'),
  };
}

function storeSettings(settings: ConfigReader): StoreConfig | null {
  const prefix = settings.required('STORE_PREFIX');
  return prefix === null ? null : { redis: storeConfig(settings), prefix };
}

function slackSettings(settings: ConfigReader): SlackConfig | null {
  const botToken = settings.required('SLACK_BOT_TOKEN');
  const apiUrl = settings.required('SLACK_API_URL');
  if (settings.has('SLACK_APP_TOKEN')) {
    const appToken = settings.required('SLACK_APP_TOKEN');
    return botToken && apiUrl && appToken ? { transport: 'socket', botToken, apiUrl, appToken } : null;
  }
  const signingSecret = settings.required(
    'SLACK_SIGNING_SECRET',
    'is not set, and neither is SLACK_APP_TOKEN: set SLACK_APP_TOKEN for Socket Mode, or this for HTTP',
  );
  return botToken && apiUrl && signingSecret ? { transport: 'http', botToken, apiUrl, signingSecret } : null;
}
