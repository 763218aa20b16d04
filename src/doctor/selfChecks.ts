import { doctorProbeMessage } from '../../formatters';
import type { BotConfig } from '../config';
import type { Environment } from '../config/sources';
import { type Clock, type Sleep, systemSleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { ChannelAccess } from './channelAccess';
import { channelsOf } from './channelChecks';
import type { Finding } from './finding';
import { runDoctor } from './runDoctor';

export interface SelfCheckDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly sleep?: Sleep;
  /** The settings of the environment and the file, as text; not known unless given. */
  readonly settings?: Environment;
  /** Such as `20.19.4`; not known unless given. */
  readonly nodeVersion?: string;
}

/** What a running bot finds out about itself. */
export interface SelfChecks {
  /** Tries everything that the bot needs. Never rejects. */
  readonly doctor: () => Promise<readonly Finding[]>;
  /** Whether it is in the channels that alerts go to. */
  readonly channelAccess: ChannelAccess;
}

export function createSelfChecks(config: BotConfig, deps: SelfCheckDeps): SelfChecks {
  const { clock, log, sleep = systemSleep, settings = null, nodeVersion = null } = deps;
  const { botToken: token, apiUrl } = config.slack;
  const channels = channelsOf(config).map(({ channel }) => channel);
  return {
    doctor: () => runDoctor(config, { clock, log, settings, nodeVersion, probe: doctorProbeMessage() }),
    channelAccess: new ChannelAccess({ token, apiUrl, channels, log, sleep }),
  };
}
