import type { AlertState, Incident } from '../../alerting';
import type { MaxRecordAge } from '../../alerting/state/changedParts';
import type { Logger } from '../../lib/logger';
import type { AlertStore } from '../../storage/alertStore';
import type { Version01Store } from '../../storage/redis/version01';
import type { LocalDecisions } from '../outage/localDecisions';
import type { Loss } from './detectLoss';
import type { CachedSnapshot, StoredSnapshot } from './snapshots';

/** The state at the beginning of a decision, and what its commit needs to know of it. */
export interface LoadedState {
  /** What the store has, with what it lost, as far as this instance knows it. */
  readonly known: AlertState | null;
  readonly stored: StoredSnapshot;
  /** What the store lost, and is stored again by the commit; null for nothing. */
  readonly loss: Loss | null;
  /** What of that this instance restores; null for nothing. */
  readonly restored: CachedSnapshot | null;
  /** Message refs of version 0.1; null where nothing of it is taken over. */
  readonly migratedMessages: ReadonlyMap<string, string> | null;
  /** Redis lost what was committed, and no check has known that yet: its other data may be older, too. */
  readonly isAfterLoss: boolean;
  /** What the store lacks is only what it did not take from this instance. */
  readonly isLocal: boolean;
  /** The store could not be read: it is as this instance knows it. */
  readonly isUnread?: true;
}

export interface CommitOptions {
  /** What the decision sends may have been sent already, as far as this instance knows. */
  readonly isInDoubt?: boolean;
  /** Decided again later from what somebody does then, so that it need not be kept while it may not be stored. */
  readonly isForgotten?: boolean;
  /** It follows from a check, and so knows of a loss. */
  readonly isOfCheck?: boolean;
}

export interface StateCacheOptions {
  readonly alertStore: AlertStore;
  readonly log: Logger;
  /** Called when this instance knows another state than before. */
  readonly onChange?: () => void;
  /** How often this instance checks, in ms; 0 unless given. */
  readonly checkIntervalMs?: () => number;
  /** Where an incident is posted whose message is not known any more; unless given, it is not looked up. */
  readonly channelOf?: (incident: Incident) => string;
  /** How late a target's record may be stored while its situation stays the same; at once unless given. */
  readonly maxRecordAge?: MaxRecordAge;
  /** What version 0.1 left, to be taken over by the first commit. */
  readonly version01?: Version01Store | null;
  /** Sends what the store does not take; nothing is decided without the store unless given. */
  readonly local?: LocalDecisions;
  /** From 0 to 1; Math.random unless given. */
  readonly random?: () => number;
}
