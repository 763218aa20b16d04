import type { TargetSettings } from '../monitors/live/targetDirectory';
import type { Notification } from '../notify/model/notification';
import type { Activator, ConfigurationContent } from './configuration/activeConfiguration';
import type { PageVia } from './escalation/pageVia';
import type { FlappingSettings } from './flapping/settings';
import type { ActionSummary, IncidentState, TargetId } from './incidents/incident';
import type { SignName } from './observation/expectedSigns';
import type { Observation } from './observation/observation';
import type { AddressSettings } from './routing/addressSettings';
import type { Hold } from './silences/hold';
import type { Silence } from './silences/silence';
import type { SilenceWindow } from './silences/windows';
import type { AlertState } from './state/alertState';

/** Something a person did about an incident. */
export type Action =
  | { readonly kind: 'acknowledge'; readonly incidentId: string; readonly userId: string }
  | { readonly kind: 'snooze'; readonly incidentId: string; readonly userId: string; readonly until: Date }
  | { readonly kind: 'unsnooze'; readonly incidentId: string; readonly userId: string }
  | { readonly kind: 'mute'; readonly incidentId: string; readonly userId: string }
  | { readonly kind: 'release_heartbeat'; readonly incidentId: string; readonly userId: string };

/** Why an action cannot be done, or need not. */
export type Refusal =
  | {
      readonly kind:
        | 'unknown'
        | 'not_about_heartbeat'
        | 'not_mutable'
        | 'not_snoozed'
        | 'no_silence'
        | 'too_many_silences'
        | 'conflict'
        | 'not_ready'
        | 'not_for_drill'
        | 'alert_open';
    }
  | { readonly kind: 'drill_running'; readonly by: string | null; readonly since: Date }
  | { readonly kind: 'closed'; readonly how: 'recovered' | 'muted' | 'closed'; readonly closedAt: Date }
  | { readonly kind: 'already_acknowledged'; readonly by: string | null; readonly isYou: boolean }
  | { readonly kind: 'no_on_call' | 'no_swap' }
  | { readonly kind: 'already_on_call'; readonly userId: string; readonly until: Date }
  | { readonly kind: 'in_the_past'; readonly until: Date };

/** What follows from something that was seen or done. */
export interface EvaluationResult {
  readonly state: AlertState;
  readonly notifications: readonly Notification[];
  /** Ids of deliveries that have become needless. */
  readonly cancelled: readonly string[];
  readonly audit: readonly AuditEntry[];
  /** For the log alone: what is worth a line there and no message, such as a counter that was reset. */
  readonly logLines: readonly string[];
  /** Ids of incidents that are no longer kept, so that where their messages are can be forgotten. */
  readonly expiredIncidents: readonly string[];
}

/** What a person did, or what the bot did by itself. */
export type AuditAction =
  | ActionSummary
  | { readonly kind: 'test' | 'drill' }
  /** A notification was given up; `code` is Slack's last error, null where there was none. */
  | { readonly kind: 'dropped'; readonly code: string | null }
  /** A muted target recovered, and is monitored again. */
  | { readonly kind: 'unmuted' }
  /** Somebody unmuted a target. */
  | { readonly kind: 'unmute' }
  /** Somebody began a silence, or ended it early. */
  | { readonly kind: 'silence_begun' | 'silence_ended'; readonly silence: AuditedSilence }
  /** An incident was opened that is held back. */
  | { readonly kind: 'held_back'; readonly by: Hold['kind'] }
  /** A step of an escalation, from 1: it paged somebody, could not, or was left out for a later one that was due, too. */
  | { readonly kind: 'paged'; readonly step: number; readonly via: PageVia }
  | { readonly kind: 'page_failed'; readonly step: number; readonly via: PageVia; readonly code: string }
  | { readonly kind: 'page_skipped'; readonly step: number }
  /** Who is on call, in place of whom the order names; `duty_clear`: as that has it again. */
  | { readonly kind: 'duty_swap'; readonly userId: string; readonly until: Date }
  | { readonly kind: 'duty_clear' }
  /** Somebody named a tuning session, or took its name away (null). */
  | { readonly kind: 'session_named'; readonly session: string; readonly name: string | null }
  /** The configuration became this generation. */
  | { readonly kind: 'configuration'; readonly generation: number; readonly how: Activator['how'] }
  /** An incident's state changed; `from` null: it is new. */
  | { readonly kind: 'changed'; readonly from: IncidentState | null; readonly to: IncidentState };

/** What is noted of a silence. */
export type AuditedSilence = Pick<Silence, 'kind' | 'targets' | 'from' | 'until' | 'includesCritical'>;

export interface AuditEntry {
  readonly at: Date;
  /** A Slack user; null for the bot itself. */
  readonly actor: string | null;
  readonly action: AuditAction;
  /** What it is about; null for what is about no incident. */
  readonly incident: { readonly id: string; readonly rule: string } | null;
  /** The first target that it is about; null for none. */
  readonly target: TargetId | null;
}

export interface AlertSettings extends AddressSettings {
  /** What is configured, to be compared with what other instances have; not known unless given. */
  readonly content?: ConfigurationContent;
  /**
   * A newer configuration is active, but no instance with it evaluates: what that one says of targets and rules is not
   * known here, and nothing is closed or forgotten for being left out.
   */
  readonly isStandIn?: true;
  readonly checkIntervalMs: number;
  /** Outage is reported when it lasts this long. */
  readonly outageAfterMs: number;
  /** When to remind while nobody has acknowledged: the first entry, then the second again and again. In ms. */
  readonly remindAfterMs: readonly [number, number];
  /** When a target counts as unstable; as `DEFAULT_FLAPPING` unless given. */
  readonly flapping?: FlappingSettings;
  /**
   * Each rule's settings as they stand in the configuration, by its name: `{ stale_after: '90s', targets: {
   * 'live:docker': { stale_after: '60s' } } }`. `rulesSchema` checks and describes them all.
   */
  readonly rules: Readonly<Record<string, unknown>>;
  /** Which targets are configured, and which are left out; without it, all that are looked at are configured. */
  readonly directory?: TargetSettings;
  /** The silences that come again; none unless given. */
  readonly silenceWindows?: readonly SilenceWindow[];
  /** The IANA zone of the bot's own clock times; UTC unless given. */
  readonly zone?: string;
  /** The targets that the configuration lists, with the signs of life that each is expected to give; null: as observed. */
  readonly targets?: ReadonlyMap<TargetId, { readonly signs: readonly SignName[] | null }>;
}

/**
 * What follows from a check. Pure: the time is the observation's, and instances of the bot that see the same with the same
 * memory decide the same. What is known must have been read before the traders were looked at: then a commit that
 * succeeds is never about an observation that is older than what was known. Throws ZodError when `settings.rules` was not
 * checked by `rulesSchema`.
 */
export type Evaluate = (
  known: AlertState | null,
  seen: Observation,
  settings: AlertSettings,
) => EvaluationResult;
/** What follows from something a person did; or why it cannot be done. */
export type ApplyAction = (
  known: AlertState,
  action: Action,
  now: Date,
  settings: AlertSettings,
) => EvaluationResult | { readonly refused: Refusal };
