import type { AlertConfig } from '../../src/config';
import type { Clock } from '../../src/lib/clock';
import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import type { StateStore } from '../../src/state/store';
import type { Ledger, LedgerChange } from '../../src/storage/alertStore';

/** A deliberate fault in what the bot is given. */
export interface Mutant {
  readonly name: string;
  readonly config: (config: AlertConfig) => AlertConfig;
  readonly ledger: (ledger: Ledger, clock: Clock) => Ledger;
  readonly slack: (slack: SlackMessageApi) => SlackMessageApi;
  /** What it reads of the traders. */
  readonly store: (store: StateStore, clock: Clock) => StateStore;
  /** What else it changes, for as long as its story is told; gives what undoes that. */
  readonly plant: () => () => void;
}

const same = <T>(given: T): T => given;

export const mutant = (name: string, change: Partial<Mutant>): Mutant => ({
  name,
  config: same,
  ledger: same,
  slack: same,
  store: same,
  plant: () => () => undefined,
  ...change,
});

export const NO_MUTANT = mutant('none', {});

/** A ledger to which what is decided is written changed. */
export const committing =
  (change: (change: LedgerChange) => LedgerChange) =>
  (ledger: Ledger): Ledger => ({
    ...ledger,
    commit: (given) => ledger.commit(change(given)),
  });
