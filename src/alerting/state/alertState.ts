import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import type { ControlMode } from '../../state/controlState';
import type { Mode } from '../../state/keys';
import type { SessionRef } from '../../storage/botStore';
import type { ActiveConfiguration } from '../configuration/activeConfiguration';
import type { DutyChange } from '../duty/duty';
import type { OpeningHistory } from '../evidence/alertHistory';
import type { Change, Stake } from '../evidence/evidence';
import type { Hint } from '../hints';
import type { Incident, TargetId } from '../incidents/incident';
import type { Signs } from '../observation/signs';
import type { Reason } from '../rules/reason';
import type { Totals } from '../rules/uptimeTotals';
import type { Silence } from '../silences/silence';
import type { DroppedNotification } from '../undelivered/dropped';
import type { Losses } from './losses';
import type { TargetStatus } from './targetStatus';

/** What a trader says of itself that its state depends on; null for what it does not report. */
export type Reported = Pick<
  LiveStatusSnapshot,
  'liveEnabled' | 'liveArmed' | 'liveByMetrics' | 'breakerActive'
>;

/** What is remembered of one target. */
export interface TargetRecord {
  readonly target: TargetId;
  /** Each rule's own memory, by the rule's name: plain JSON, which the rule's schema decodes and encodes. */
  readonly rules: Readonly<Record<string, unknown>>;
  /** What each rule said at that check, for `/arb-alerts why`. */
  readonly reasons: Readonly<Record<string, Reason>>;
  /** The check that this is from. */
  readonly evaluatedAt: Date;
  /** A trader muted on purpose stays silent until it beats again. */
  readonly muted: boolean;
  /** When it was muted, and the Slack user who did; absent where an earlier version muted it. */
  readonly mutedAt?: Date;
  readonly mutedBy?: string;
  /** Of one that was unstable when it was muted: since when it has been ok; null while it is not. It stays muted until it is stable. */
  readonly mutedOkSince?: Date | null;
  /** Whether the configuration names it, or it was found by its keys. */
  readonly origin: 'configured' | 'discovered';
  /** When a key of it was first seen; null for never. Before 1971 where an earlier version did not note it. */
  readonly firstSeenAt: Date | null;
  /** When a key of it was last seen; null for never. */
  readonly lastKeysAt: Date | null;
  /** Of a target that was found, until it has written for 5 minutes: a mark of what it reported, since when, and when it last wrote. */
  readonly probation: { readonly mark: string; readonly since: Date; readonly wroteAt: Date } | null;
  /** What was observed of its signs of life. */
  readonly signs: Signs;
  /** How it was at the last check. */
  readonly status: TargetStatus;
  /** What it reported at the last check, as far as its state depends on it. */
  readonly reported: Reported;
  /** The newest real order or execution known of, by our clock; null where none is. */
  readonly lastRealOrderAt: Date | null;
  /** What should be mended in its trading system, as of the last check. */
  readonly hints: readonly Hint[];
  /** Absent where it never reported any of it. */
  readonly stake?: Stake;
  /** Absent where an earlier version stored it. */
  readonly history?: OpeningHistory;
}

/** What is remembered of one tuning session. */
export interface SessionState extends SessionRef {
  readonly mode: Mode;
  /** What somebody calls it; absent where nobody has named it. */
  readonly name?: string;
  readonly completed: number;
  /** How often it was run by then, as far as it tells; null where an earlier version of the bot stored it. */
  readonly runs: number | null;
  /** All iterations that it has, of whatever run and status; null likewise. */
  readonly written: number | null;
  /** The newest iteration's time as its worker wrote it. */
  readonly lastUpdate: Date | null;
  /** When the session was last observed to move, by our clock; null when it never was. */
  readonly progressedAt: Date | null;
  readonly finished: boolean;
  readonly stalled: boolean;
}

/** What is remembered of the control state of one run. */
export interface ControlRecord {
  readonly env: string;
  readonly runId: string;
  readonly mode: ControlMode;
  /** By the clock of who wrote it; null where it does not tell. */
  readonly updatedAt: Date | null;
  readonly seenAt: Date;
  /** When its key expires if nobody writes it again, by our clock; null for one that never does. */
  readonly expiresAt: Date | null;
  /** It has expired since. */
  readonly gone: boolean;
}

/** Hints of one target. */
export interface TargetHints {
  readonly target: TargetId;
  readonly hints: readonly Hint[];
}

/** What a digest compares with: how it stood when the last one was reported. */
export interface Baseline {
  readonly at: Date;
  readonly targets: readonly { readonly target: TargetId; readonly totals: Totals }[];
  /** The tuning sessions that had not finished, by `sessionTarget`, with their completed iterations. */
  readonly sessions: readonly {
    readonly session: string;
    readonly completed: number;
    /** As KnownSession. */
    readonly runs: number | null;
  }[];
  /** The hints that it has mentioned, then or earlier. */
  readonly hints: readonly TargetHints[];
}

/** What is remembered of one digest of the configuration. */
export interface DigestState {
  readonly name: string;
  /** When it comes, as configured: cron expression and zone. Another schedule begins anew. */
  readonly schedule: string;
  /** The last slot that was reported; before the first, when it began. */
  readonly slot: Date;
  readonly baseline: Baseline;
}

/** The Redis that was read last, of those that may take over from each other. */
export interface MasterState {
  readonly name: string;
  /** When the first of them took over, of those close together; null before any did. */
  readonly failoversSince: Date | null;
}

/** All that is remembered between checks, by all instances. */
export interface AlertState {
  /** The last check that saw the traders. */
  readonly observedAt: Date;
  /** When some targets alone were observed last, if that was later. */
  readonly partialAt?: Date;
  /** When this memory began. One that began later is of an instance that remembered nothing. */
  readonly createdAt: Date;
  /** Since when there has been no gap in seeing. */
  readonly continuousSince: Date;
  /** Null where only one Redis can be read. */
  readonly master: MasterState | null;
  /** When Redis was last noticed to have lost data, of the losses that give each trader time to be seen anew; null for never. */
  readonly dataLossAt: Date | null;
  /** The losses that came one after another, and last in the past minutes; null for none. */
  readonly losses: Losses | null;
  readonly targets: readonly TargetRecord[];
  /** The tuning sessions of the last look at them, the newest first; null before the first. */
  readonly sessions: readonly SessionState[] | null;
  /** The control states of the runs that were seen, the newest first. */
  readonly controls: readonly ControlRecord[];
  /** The open ones, and the closed ones of the last days. */
  readonly incidents: readonly Incident[];
  readonly digests: readonly DigestState[];
  /** Those that are active or still to come, and those that ended in the last days. */
  readonly silences: readonly Silence[];
  /** A mark of each of the last changes, the newest last: whether a memory has come from another shows by it. */
  readonly lineage: readonly string[];
  /** When it was warned that the Redis that holds this may evict it; absent where it was not. */
  readonly evictionWarned?: Date;
  /** The last due time of the daily reminder of what is muted; absent before the first check. */
  readonly mutesRemindedAt?: Date;
  /** Notifications that were given up, the newest first; absent where none was. */
  readonly dropped?: readonly DroppedNotification[];
  /** What somebody said last about who is on call; absent where nobody did. */
  readonly duty?: DutyChange | null;
  /** The configuration that was activated last; absent before the first. */
  readonly configuration?: ActiveConfiguration;
  /** The hash of the configuration with which the last check evaluated; absent where that is not known. */
  readonly observedWith?: string;
  /** The events of the last minutes, newest first; absent for none. */
  readonly recentEvents?: readonly Change[];
}
