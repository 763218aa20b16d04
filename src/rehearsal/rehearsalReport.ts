import type { SettingChange } from '../alerting/configuration/settingChanges';
import type { HistoryGap } from '../history/model/gap';
import type { HistoryHealth } from '../history/model/health';
import type { TargetId } from '../state/keys';
import type { RehearsedAlert } from './alertCollector';
import type { AlertDifferences } from './compareAlerts';
import type { UnrecordedRule } from './settings/rehearsedSettings';

/** What new settings would have made of the recorded past. */
export interface RehearsalReport extends AlertDifferences {
  /** As it was asked for. */
  readonly asked: Date;
  /** The time that was rehearsed: from the first record, where that is later than asked for, to the last one. */
  readonly from: Date;
  readonly to: Date;
  /** The IANA zone of the days. */
  readonly zone: string;
  /** How the settings differ. */
  readonly changes: readonly SettingChange[];
  readonly before: AlertCount;
  readonly after: AlertCount;
  /** All that would have been received, in order. */
  readonly rehearsed: {
    readonly before: readonly RehearsedAlert[];
    readonly after: readonly RehearsedAlert[];
  };
  /** Those on which anybody watched, ascending. */
  readonly days: readonly RehearsedDay[];
  /** The rules of which there was any alert, in their order. */
  readonly rules: readonly RehearsedRule[];
  /** When nobody watched. */
  readonly gaps: readonly HistoryGap[];
  /** From when on the rules about values are exact: before, values are known every 5 min. */
  readonly valuesExactFrom: Date | null;
  /** Rules that are on, by the former or the new settings, and of which the history holds nothing. */
  readonly unrecordedRules: readonly UnrecordedRule[];
  /** Targets that the new settings name, and the history does not know. */
  readonly unknownTargets: readonly TargetId[];
  /** Targets of which no sign of life is recorded: rules about silences say nothing of them. */
  readonly targetsWithoutSigns: readonly TargetId[];
  /** The new settings have another interval of checks, which cannot be rehearsed. */
  readonly hasOtherInterval: boolean;
  /** How far apart the recorded checks are, in ms: so exact is each time. */
  readonly checkIntervalMs: number;
  readonly health: HistoryHealth;
}

export interface AlertCount {
  readonly alerts: number;
  /** With what was said of them in the channel. */
  readonly messages: number;
}

export interface RehearsedDay {
  /** `2026-11-22`. */
  readonly day: string;
  readonly before: number;
  readonly after: number;
}

export interface RehearsedRule {
  readonly rule: string;
  readonly before: number;
  readonly after: number;
}
