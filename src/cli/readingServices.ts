import type { CommandDeps } from '../../commands/command';

/** What reads the traders' state and what the bot keeps, and changes neither. */
export interface ReadingServices {
  /** As Slack's commands have it; whoever asks is nobody in Slack, and may look at everything. */
  readonly deps: Omit<CommandDeps, 'signal'>;
  /** Finds out which traders there are, where that was not done in the last minute. Throws StateUnavailableError. */
  lookAround(signal: AbortSignal): Promise<void>;
  /** True once something was asked that a terminal may not do. */
  readonly wasDenied: boolean;
  close(): Promise<void>;
}
