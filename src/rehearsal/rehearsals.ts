import { settingChanges } from '../alerting/configuration/settingChanges';
import { ConfigError } from '../config';
import type { ConfigInput } from '../config/environment/readFiles';
import type { ConfigIssue } from '../config/issues';
import type { HistoryReader } from '../history/historyReader';
import type { HistoryHealth } from '../history/model/health';
import type { Clock } from '../lib/clock';
import type { RehearsalReport } from './rehearsalReport';
import { rehearse } from './rehearse';
import { type RehearsalConfig, rehearsalConfigOf } from './settings/rehearsalConfig';
import { type TypedSetting, withTypedSettings } from './settings/typedSettings';
import { RehearsalTooLongError, slices } from './slices';

export interface RehearsalRequest {
  readonly since: Date;
  /** In place of those in use, or of the file's. */
  readonly typed: readonly TypedSetting[];
  /** A configuration file to be rehearsed; null for the one in use. */
  readonly file: string | null;
}

export type RehearsalOutcome =
  | { readonly kind: 'report'; readonly report: RehearsalReport }
  /** Nothing is recorded since then. */
  | { readonly kind: 'nothing'; readonly since: Date; readonly health: HistoryHealth }
  | { readonly kind: 'refused'; readonly problems: readonly ConfigIssue[] }
  /** The former or the new settings have no alert channel. */
  | { readonly kind: 'no_channel' }
  /** It would take longer than `limitMs`. */
  | { readonly kind: 'too_long'; readonly limitMs: number }
  /** Somebody else's is under way. */
  | { readonly kind: 'busy' }
  /** This bot does not know where its configuration came from. */
  | { readonly kind: 'unavailable' };

export interface RehearsalsDeps {
  readonly history: HistoryReader;
  readonly clock: Clock;
  /** What is in use; null where nobody is alerted. */
  readonly current: () => RehearsalConfig | null;
  /** Where the settings come from, of this file, or of the one in use; null where that is not known. */
  readonly input: (file: string | null) => ConfigInput | null;
  /** How long one may take, in ms. */
  readonly limitMs: number;
}

/** Rehearsals, one at a time: they take the thread for half of the time. */
export class Rehearsals {
  private isRunning = false;

  constructor(private readonly deps: RehearsalsDeps) {}

  /** Rejects with HistoryUnavailableError, and with the signal's reason. */
  async run(request: RehearsalRequest, signal?: AbortSignal): Promise<RehearsalOutcome> {
    if (this.isRunning) return { kind: 'busy' };
    this.isRunning = true;
    try {
      return await this.runNow(request, signal);
    } catch (error) {
      if (error instanceof ConfigError) return { kind: 'refused', problems: error.problems };
      if (error instanceof RehearsalTooLongError) return { kind: 'too_long', limitMs: this.deps.limitMs };
      throw error;
    } finally {
      this.isRunning = false;
    }
  }

  private async runNow(
    { since, typed, file }: RehearsalRequest,
    signal?: AbortSignal,
  ): Promise<RehearsalOutcome> {
    const { history, clock, current, input, limitMs } = this.deps;
    const read = input(file);
    if (read === null) return { kind: 'unavailable' };
    const after = rehearsalConfigOf(withTypedSettings(read, typed));
    const before = current();
    if (before === null || after === null) return { kind: 'no_channel' };
    const query = {
      since,
      before: before.settings,
      after: after.settings,
      changes: settingChanges(before.shown, after.shown),
      zone: before.zone,
    };
    const report = await rehearse(query, { history, clock, breathe: slices(clock, limitMs) }, signal);
    return report === null
      ? { kind: 'nothing', since, health: history.health() }
      : { kind: 'report', report };
  }
}
