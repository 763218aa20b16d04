import type { AlertConfig } from '../../src/config';
import type { Clock } from '../../src/lib/clock';
import type { PostWebhook } from '../../src/notify/webhooks/postWebhook';
import type { SlackMessageApi } from '../../src/slack/outbound/slackApi';
import type { StateStore } from '../../src/state/store';
import type { AlertStore, Changeset } from '../../src/storage/alertStore';

/** A deliberate fault in what the bot is given. */
export interface Mutant {
  readonly name: string;
  /** The scenario to begin with: one that shows the bug in few is found soonest from here. */
  readonly firstSeed: number;
  /** How many days of it to begin with; twice as many follow, and so on. */
  readonly firstDays: number;
  readonly config: (config: AlertConfig) => AlertConfig;
  readonly alertStore: (alertStore: AlertStore, clock: Clock) => AlertStore;
  readonly slack: (slack: SlackMessageApi) => SlackMessageApi;
  /** Slack as followed messages reach it. */
  readonly followSlack: (slack: SlackMessageApi) => SlackMessageApi;
  readonly webhook: (post: PostWebhook) => PostWebhook;
  /** What it reads of the traders. */
  readonly store: (store: StateStore, clock: Clock) => StateStore;
  /** What else it changes, while its scenario runs; returns what undoes that. */
  readonly plant: () => () => void;
}

const same = <T>(given: T): T => given;

export const mutant = (name: string, change: Partial<Mutant>): Mutant => ({
  name,
  firstSeed: 1,
  firstDays: 0.5,
  config: same,
  alertStore: same,
  slack: same,
  followSlack: same,
  webhook: same,
  store: same,
  plant: () => () => undefined,
  ...change,
});

export const NO_MUTANT = mutant('none', {});

/** A store to which what is decided is written changed. */
export const committing =
  (change: (change: Changeset) => Changeset) =>
  (alertStore: AlertStore): AlertStore => ({
    ...alertStore,
    commit: (given) => alertStore.commit(change(given)),
  });
