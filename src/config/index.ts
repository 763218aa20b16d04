import { z } from 'zod';
import type { LanguageSettings } from '../access/languages';
import type { RoleConfig } from '../access/roles';
import type { ConfigurationContent, ShownSettings } from '../alerting/configuration/activeConfiguration';
import type { Language } from '../lib/language';
import type { LiveMonitorSettings } from '../monitors/live/liveStatusMonitor';
import type { TargetSettings } from '../monitors/live/targetDirectory';
import type { TuningMonitorSettings } from '../monitors/tuning/settings';
import type { RedisConfig } from '../redis/redisConfig';
import type { TargetId } from '../state/keys';
import { type AlertConfig, alertConfig } from './alerting';
import { checkBot, checkReading, checkWatching, viewOf } from './checks';
import { type ConfigFile, NO_FILE } from './file';
import { ConfigError, type ConfigIssue, formatIssues } from './issues';
import { redisConfig, storeConfig } from './redis';
import { configurationContent, instanceSettings } from './reload/content';
import { effectiveRules, staleThresholds } from './rules';
import { BOT_SHAPE, type BotValues, MONITOR_SHAPE, type MonitorValues, WATCH_SHAPE } from './schema/sections';
import { ConfigSources, type ConfigView, type Environment } from './sources';
import { type NamedTarget, targetConfig } from './targets';

export type { AlertConfig } from './alerting';
export { ConfigError } from './issues';

/** What reading needs: the traders' state, and what the bot keeps. */
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
  /** The units of targets that have their own; the first that matches counts. */
  readonly currencies: readonly { readonly targets: string; readonly currency: string }[];
  /** Of all that is said to people, where nothing else is known of them. */
  readonly language: Language;
  /** Where the folder docs can be read, with a slash at its end; null where that is not configured. */
  readonly docsUrl: string | null;
  readonly logLevel: MonitorValues['LOG_LEVEL'];
  readonly store: StoreConfig;
  /** What is set under a former name. */
  readonly warnings: readonly ConfigIssue[];
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

/** Where the history of checks is kept. */
export type HistoryConfig =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'memory' | 'off' };

/** What reading the history needs, without Slack and Redis. */
export interface HistoryReading {
  readonly history: HistoryConfig;
  /** The IANA zone in which days begin. */
  readonly timezone: string;
  readonly checkIntervalMs: number;
}

/** What Prometheus reads, where and by whom. */
export interface MetricsConfig {
  /** Whether it has what the traders report. */
  readonly targets: boolean;
  /** Its own address and port; null for those of the bot. */
  readonly listen: { readonly host: string; readonly port: number } | null;
  /** The bearer token of its readers; null for none. */
  readonly token: string | null;
}

/** What the bot needs. */
export interface BotConfig extends MonitorConfig, LanguageSettings {
  readonly slack: SlackConfig;
  readonly roles: RoleConfig;
  /** Null where no alert channel is set: then the bot does not watch by itself. */
  readonly alerts: AlertConfig | null;
  /** The IANA zone of the bot's own clock times. */
  readonly timezone: string;
  /** Where Slack reaches it in HTTP mode; null where that is not said. */
  readonly publicUrl: string | null;
  /** The address that the port is opened on. */
  readonly host: string;
  /** The port of the health endpoints and, over HTTP, of Slack's requests. */
  readonly port: number;
  readonly metrics: MetricsConfig;
  /** What is configured, to be compared with what other instances have. */
  readonly content: ConfigurationContent;
  /** What each instance may have of its own, and a reload applies. */
  readonly instanceSettings: ShownSettings;
  readonly history: HistoryConfig;
}

/** One with an alert channel: the bot watches by itself. */
export type WatchConfig = BotConfig & { readonly alerts: AlertConfig };

export const isWatching = (config: BotConfig): config is WatchConfig => config.alerts !== null;

/** The settings of a bot that watches; null for one that does not. Which of the two it is only a restart changes. */
export function watchSettings(settings: () => BotConfig): (() => WatchConfig) | null {
  if (!isWatching(settings())) return null;
  return () => {
    const config = settings();
    if (!isWatching(config)) throw new Error('A reload has taken away the alert channel.');
    return config;
  };
}

/** Reads what the terminal needs. The environment wins over the file. Throws ConfigError. */
export function loadCliConfig(env: Environment, file: ConfigFile = NO_FILE): MonitorConfig {
  const sources = new ConfigSources(env, file);
  return monitorConfig(load(MONITOR_SHAPE, sources, checkReading), sources);
}

/** Reads how the bot watches, for a terminal that needs no Slack; null where it does not watch. Throws ConfigError. */
export function loadAlertConfig(env: Environment, file: ConfigFile = NO_FILE): AlertConfig | null {
  const sources = new ConfigSources(env, file);
  const values = load(WATCH_SHAPE, sources, checkWatching);
  return alertConfig(values, rulesOf(values, sources), targetConfig(values));
}

/** Reads what the bot needs. The environment wins over the file. Throws ConfigError. */
export function loadBotConfig(env: Environment, file: ConfigFile = NO_FILE): BotConfig {
  const sources = new ConfigSources(env, file);
  const values = load(BOT_SHAPE, sources, checkBot);
  return {
    ...monitorConfig(values, sources),
    channelLanguages: values.languages ?? {},
    slack: slackConfig(values),
    roles: { viewers: values.VIEWERS ?? null, operators: values.OPERATORS ?? null },
    alerts: alertConfig(values, rulesOf(values, sources), targetConfig(values)),
    timezone: values.TIMEZONE,
    publicUrl: values.PUBLIC_URL ?? null,
    host: values.HOST,
    port: values.PORT,
    metrics: metricsConfig(values),
    content: configurationContent(sources),
    instanceSettings: instanceSettings(sources),
    history: historyConfig(values),
  };
}

/** Reads the language alone, whatever is wrong with the rest. Throws ConfigError. */
export function loadLanguage(env: Environment, file: ConfigFile = NO_FILE): Language {
  const { LANGUAGE } = BOT_SHAPE;
  const sources = new ConfigSources(env, { ...file, problems: [] });
  return load({ LANGUAGE }, sources, () => undefined).LANGUAGE;
}

/** Reads where the history is kept, for a terminal. The environment wins over the file. Throws ConfigError. */
export function loadHistoryConfig(env: Environment, file: ConfigFile = NO_FILE): HistoryReading {
  const { HISTORY_FILE, TIMEZONE, CHECK_INTERVAL } = BOT_SHAPE;
  const shape = { HISTORY_FILE, TIMEZONE, CHECK_INTERVAL };
  const values = load(shape, new ConfigSources(env, file), () => undefined);
  return {
    history: historyConfig(values),
    timezone: values.TIMEZONE,
    checkIntervalMs: values.CHECK_INTERVAL * 1_000,
  };
}

const historyConfig = ({ HISTORY_FILE: path }: Pick<BotValues, 'HISTORY_FILE'>): HistoryConfig =>
  path === 'memory' || path === 'off' ? { kind: path } : { kind: 'file', path };

const rulesOf = (values: MonitorValues, sources: ConfigSources) =>
  effectiveRules({ values, sources, rules: sources.rules });

/** Checks each value, and how they fit together, and throws ConfigError with all that is wrong. */
function load<S extends z.ZodRawShape>(
  shape: S,
  sources: ConfigSources,
  check: (view: ConfigView) => void,
): z.output<z.ZodObject<S>> {
  const schema = z
    .object(shape)
    .superRefine((values, context) => check(viewOf(values, context, sources)), { when: () => true });
  const { data, error } = schema.safeParse(sources.input);
  const problems = [...sources.file.problems, ...formatIssues(error?.issues ?? [], sources)];
  if (data === undefined || problems.length > 0) throw new ConfigError(problems);
  return data;
}

function monitorConfig(values: MonitorValues, sources: ConfigSources): MonitorConfig {
  const [keyPrefix = ''] = values.STATE_KEY_PREFIX;
  return {
    redis: redisConfig(values),
    live: {
      keyPrefix,
      heartbeatComponents: values.HEARTBEAT_COMPONENTS,
      ...staleThresholds(rulesOf(values, sources)),
    },
    tuning: { keyPrefix, zone: values.TUNING_TIMEZONE },
    ...targetConfig(values),
    currency: values.CURRENCY ?? null,
    currencies: Object.entries(values.currencies ?? {}).map(([targets, currency]) => ({ targets, currency })),
    language: values.LANGUAGE,
    docsUrl: values.DOCS_URL ?? null,
    logLevel: values.LOG_LEVEL,
    store: { redis: storeConfig(values), prefix: values.STORE_PREFIX },
    warnings: sources.warnings,
  };
}

const metricsConfig = ({
  HOST,
  PORT,
  METRICS_HOST: host,
  METRICS_PORT: port,
  METRICS_TARGETS: targets,
  METRICS_TOKEN: token,
}: BotValues): MetricsConfig => ({
  targets,
  listen: host === undefined && port === undefined ? null : { host: host ?? HOST, port: port ?? PORT },
  token: token ?? null,
});

function slackConfig({
  SLACK_BOT_TOKEN: botToken = '',
  SLACK_APP_TOKEN: appToken,
  SLACK_SIGNING_SECRET: signingSecret = '',
  SLACK_API_URL: apiUrl,
}: BotValues): SlackConfig {
  return appToken === undefined
    ? { transport: 'http', botToken, apiUrl, signingSecret }
    : { transport: 'socket', botToken, apiUrl, appToken };
}
