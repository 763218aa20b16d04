import type { Bot, BotDeps } from './bot';
import type { ConfigFile } from './config/file';
import { type Environment, isSet } from './config/sources';

/** What sandbox/start.ts exports. The compiler must not follow its path, for dist shall not hold the sandbox. */
export interface DemoModule {
  /** The bot, connected to a stand-in for Slack on this machine, with a page to use it from. */
  readonly createDemoBot: (env: Environment, deps: DemoDeps) => Bot;
}

export interface DemoDeps extends Pick<BotDeps, 'clock' | 'log' | 'lostLogLines'> {
  /** Shows a line to the person who started it. */
  readonly print: (line: string) => void;
  /** The configuration file; none unless given. */
  readonly file?: ConfigFile;
}

/**
 * True where no Slack is configured, not even wrongly or by an empty variable, and nothing else says production: who named
 * an alert channel, people or a service to page wants a bot, and a token is missing.
 */
export const isDemoMode = (
  env: Environment,
  { texts, sections }: Pick<ConfigFile, 'texts' | 'sections'>,
): boolean =>
  env.NODE_ENV !== 'production' &&
  !Object.keys({ ...texts, ...env }).some((name) => name.startsWith('SLACK_')) &&
  !PRODUCTION_SETTINGS.some((name) => isSet(env[name]) || isSet(texts[name])) &&
  !PRODUCTION_SECTIONS.some((name) => Object.hasOwn(sections, name));

const PRODUCTION_SETTINGS = [
  'ALERT_CHANNEL',
  'ALERT_FALLBACK_CHANNEL',
  'DEADMAN_PING_URL',
  'OPERATORS',
  'VIEWERS',
] as const;

const PRODUCTION_SECTIONS: readonly string[] = ['webhooks', 'escalation', 'on_call', 'notify', 'routes'];
