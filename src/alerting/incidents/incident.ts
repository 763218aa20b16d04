import type { StoreOutage } from '../../redis/errors';
import type { TargetId } from '../../state/keys';
import type { Drill } from '../drill/drill';
import type { Escalation } from '../escalation/escalation';
import type { IncidentEvidence } from '../evidence/evidence';
import type { FlapHistory, MessageEdits } from '../flapping/flapHistory';
import type { Details } from '../rules/details';
import type { Severity } from '../severity/severity';
import type { Hold } from '../silences/hold';

export type { TargetId } from '../../state/keys';

export const INCIDENT_STATES = ['open', 'acknowledged', 'snoozed', 'recovered', 'muted', 'closed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** One target's part in an incident. */
export interface AffectedTarget {
  readonly target: TargetId;
  /** When it went bad, as far as is known. */
  readonly startedAt: Date;
  /** When it was well again; null while it is not. */
  readonly recoveredAt: Date | null;
  readonly flaps: number;
  /** Of one that failed again. */
  readonly flapping?: FlapHistory;
  readonly details: Details;
}

/** Something that needs a person: one message in Slack, updated as it changes. */
export interface Incident {
  /** The same in every instance that opens it: `heartbeat:paper:docker:<epoch ms of since>`. */
  readonly id: string;
  /** The rule's name, or `monitoring_outage`, which has no targets: it is about all of them. */
  readonly rule: string;
  readonly state: IncidentState;
  /** The highest of its targets so far: it may rise while the incident is open, and never falls. */
  readonly severity: Severity;
  readonly targets: readonly AffectedTarget[];
  /** Where its message is to be; absent where an earlier version opened it. */
  readonly channel?: string;
  /** When that changed last, the configuration having changed or its severity risen. */
  readonly movedAt?: Date;
  /** Whom its message mentions: ids of users (U…) and user groups (S…), or `here`; absent for nobody. */
  readonly mentions?: readonly string[];
  /** When it was first decided; of an outage, the last observation. */
  readonly openedAt: Date;
  /** When everything was well again; null while it is not. */
  readonly closedAt: Date | null;
  /** Of one that is closed: its targets were taken out of the configuration, or that says to ignore it; absent where its rule was switched off. */
  readonly closedFor?: 'target_gone' | 'ignored';
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: Date | null;
  readonly snoozedUntil: Date | null;
  readonly snoozedBy: string | null;
  readonly remindersSent: number;
  readonly nextReminderAt: Date | null;
  /** Counts up whenever the message must change. */
  readonly revision: number;
  /**
   * Counts up whenever people must notice it anew: its message is posted again, where other messages have come since. The
   * first one is 1.
   */
  readonly posting: number;
  /** While it is unstable. */
  readonly edits?: MessageEdits;
  /** How far it is escalated; absent where it never was. */
  readonly escalation?: Escalation;
  /** Of a drill. */
  readonly drill?: Drill;
  /** Of an outage in which the traders could be read: why nothing could be stored. */
  readonly storeOutage?: StoreOutage;
  /** What holds it back, or held it back when it ended; absent for nothing. */
  readonly hold?: Hold;
  /** It was opened while it was held back, and nothing was sent of it. */
  readonly unposted?: true;
  /** When it was posted after it had been held back; absent where that was when it was opened. */
  readonly announcedAt?: Date;
  /** Of one that was opened about one target; absent where an earlier version opened it. */
  readonly evidence?: IncidentEvidence;
}

/** Of an incident that is open, and that nobody has seen to. */
export const NEW_INCIDENT_DEFAULTS = {
  state: 'open',
  severity: 'warning',
  closedAt: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  snoozedUntil: null,
  snoozedBy: null,
  remindersSent: 0,
  posting: 1,
} as const;

/** What somebody did, without about what and who. */
export type ActionSummary =
  | { readonly kind: 'acknowledge' | 'unsnooze' | 'mute' | 'release_heartbeat' }
  | { readonly kind: 'snooze'; readonly until: Date };
