import type { BotConfig } from '../config';
import type { Environment } from '../config/sources';
import { type Clock, type Sleep, systemSleep } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { Finding } from './finding';
import { runDoctor } from './runDoctor';
import { SetupChecks } from './setupChecks';

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
  /** What is found out at the start, without showing anything. */
  readonly setup: SetupChecks;
}

/** `config`: as it is now. */
export function createSelfChecks(config: () => BotConfig, deps: SelfCheckDeps): SelfChecks {
  const { clock, log, sleep = systemSleep, settings = null, nodeVersion = null } = deps;
  // What its requests log, its findings say better.
  const unheard = log.child({}, { level: 'silent' });
  const doctor = (quiet: boolean) => () =>
    runDoctor(config(), { clock, log: unheard, settings, nodeVersion, quiet });
  return { doctor: doctor(false), setup: new SetupChecks({ run: doctor(true), log, sleep }) };
}
