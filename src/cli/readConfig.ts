import {
  type AlertConfig,
  type HistoryReading,
  loadAlertConfig,
  loadCliConfig,
  loadHistoryConfig,
  type MonitorConfig,
} from '../config';
import type { Cli } from './cli';

/** What a command reads by. What is set under a former name is told on stderr. Throws ConfigError. */
export function readConfig({ input, terminal }: Cli): MonitorConfig {
  const { env, file } = input();
  const config = loadCliConfig(env, file);
  for (const { where, message } of config.warnings) terminal.stderr.write(`${where} ${message}\n`);
  return config;
}

/** How the bot watches; null where it does not. Throws ConfigError. */
export function readAlertConfig({ input }: Cli): AlertConfig | null {
  const { env, file } = input();
  return loadAlertConfig(env, file);
}

/** Where the bot keeps its history. Throws ConfigError. */
export function readHistoryConfig({ input }: Cli): HistoryReading {
  const { env, file } = input();
  return loadHistoryConfig(env, file);
}
