import type { Bot, BotDeps } from './bot';
import type { ConfigFile } from './config/file';
import type { Environment } from './config/sources';

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

/** True where no Slack is configured, not even wrongly or by an empty variable, and nothing says production. */
export const isDemoMode = (env: Environment): boolean =>
  env.NODE_ENV !== 'production' && !Object.keys(env).some((name) => name.startsWith('SLACK_'));
