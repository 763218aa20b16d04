import type { AlertConfig } from '../../src/config';
import type { SlackPort } from '../../src/slack/port';
import type { Ledger } from '../../src/state/ledger';

/** A deliberate fault in what the bot is given. */
export interface Mutant {
  readonly name: string;
  readonly config: (config: AlertConfig) => AlertConfig;
  readonly ledger: (ledger: Ledger) => Ledger;
  readonly slack: (slack: SlackPort) => SlackPort;
}

export const NO_MUTANT: Mutant = {
  name: 'none',
  config: (config) => config,
  ledger: (ledger) => ledger,
  slack: (slack) => slack,
};
