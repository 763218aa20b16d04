import type { AlertSettings } from '../../alerting';
import type { ShownSettings } from '../../alerting/configuration/activeConfiguration';
import { loadAlertConfig } from '../../config';
import type { ConfigInput } from '../../config/environment/readFiles';
import { configurationContent } from '../../config/reload/content';
import { ConfigSources } from '../../config/sources';

/** Settings that can be rehearsed. */
export interface RehearsalConfig {
  readonly settings: AlertSettings;
  /** As they are written. */
  readonly shown: ShownSettings;
  /** `TIMEZONE`, IANA. */
  readonly zone: string;
}

/** Null where there is no alert channel, so that nobody is alerted. Throws ConfigError with all that is wrong. */
export function rehearsalConfigOf({ env, file }: ConfigInput): RehearsalConfig | null {
  const config = loadAlertConfig(env, file);
  if (config === null) return null;
  const { settings: shown } = configurationContent(new ConfigSources(env, file));
  return { settings: config.decide, shown, zone: config.decide.zone ?? 'UTC' };
}
