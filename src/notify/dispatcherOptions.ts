import type { FailedPage } from '../alerting/escalation/escalateDue';
import type { RepostSettings } from '../alerting/flapping/settings';
import type { Clock, Sleep } from '../lib/clock';
import type { Language } from '../lib/language';
import type { Logger } from '../lib/logger';
import type { SendFailure, SlackMessageApi } from '../slack/outbound/slackApi';
import type { AlertStore, StoredFailure } from '../storage/alertStore';
import type { Notification, PageNotification } from './model/notification';
import type { LocalDecisions } from './outage/localDecisions';
import type { SendPage } from './pages/page';
import type { Render } from './rendering';

/** Each is read when it is needed: a reload of the configuration may change it. */
export interface DispatcherSettings {
  /** Gets what its own channel cannot take; null for none. */
  readonly fallbackChannel: string | null;
  /** Where another instance may have reported an outage: it is looked for in all of them. None unless given. */
  readonly alertChannels?: readonly string[];
  /** When an incident's message is posted again; as DEFAULT_REPOST unless given. */
  readonly repost?: RepostSettings;
  /** How long other instances leave a notification alone that this one is sending, in ms. Default: 30 s. */
  readonly leaseMs?: number;
  /** How long after it was given up a call may still be carried out by Slack, in ms. Default: 10 s. */
  readonly inFlightMs?: number;
  /** How long after reporting an outage to look whether another instance did so first, in ms. Default: 2 s. */
  readonly duplicateCheckDelayMs?: number;
}

/** The calls whose failures are counted. */
export type SlackCall = 'post' | 'update' | 'find' | 'count' | 'remove';

/** What others count, or have to do something about. */
export interface DispatcherHooks {
  readonly onDelivered?: (what: {
    readonly notification: Notification;
    readonly detectedAt: Date;
    readonly deliveredAt: Date;
  }) => void;
  /** Somebody, perhaps another instance, has committed something new. */
  readonly onRemoteChange?: () => void;
  /** The store is older than it was. Nothing is sent until what this instance remembers is restored, or could not be. */
  readonly onRollback?: () => Promise<unknown>;
  /** Slack refuses it wherever it may go, and has for long: it is to be given up. `text` is what was refused. */
  readonly onUndeliverable?: (what: {
    readonly id: string;
    readonly text: string;
    readonly failure: StoredFailure;
  }) => Promise<unknown>;
  readonly onFailed?: (what: {
    readonly call: SlackCall;
    readonly kind: SendFailure['kind'];
    readonly detail: string;
  }) => void;
}

/** How pages are sent, and what is done about one that fails. */
export interface PagingDeps {
  /** None is configured unless given. */
  readonly webhook?: SendPage;
  /** Stores that it failed, and what follows; false: not now. Never rejects. */
  readonly onFailed?: (failed: FailedPage) => Promise<boolean>;
  /** Never rejects. */
  readonly onSent?: (page: PageNotification) => Promise<void>;
  /** False where it is left to another instance, which knows better how to send it. It is not unless given. */
  readonly isOurs?: (page: PageNotification) => boolean;
  /** Whether it is still to go out; always unless given. */
  readonly isNeeded?: (page: PageNotification) => boolean;
}

export interface DispatcherDeps {
  readonly alertStore: AlertStore;
  readonly slack: SlackMessageApi;
  readonly clock: Clock;
  readonly sleep?: Sleep;
  readonly log: Logger;
  readonly render: Render;
  /** Of what one person alone reads; that of the scope unless given. Never rejects. */
  readonly languageOfPerson?: ((userId: string) => Language | Promise<Language>) | undefined;
  /** Names this instance, and no other, not even after a restart. */
  readonly instanceId: string;
  readonly settings: DispatcherSettings;
  /** What the store did not take; nothing unless given. */
  readonly localDecisions?: LocalDecisions;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly hooks?: DispatcherHooks;
  readonly paging?: PagingDeps;
}
