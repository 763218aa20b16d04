import { NO_FILE } from '../../src/config/file';
import type { Environment } from '../../src/config/sources';
import { LocalHistory } from '../../src/history/localHistory';
import type { CheckRecord, TargetSample } from '../../src/history/model/checkRecord';
import type { FieldValues } from '../../src/history/model/fields';
import { Rehearsals } from '../../src/rehearsal/rehearsals';
import { rehearsalConfigOf } from '../../src/rehearsal/settings/rehearsalConfig';
import { type SettableClock, settableClock } from './clock';
import { observed, sample } from './historySamples';

export const REHEARSED_NOW = new Date('2026-11-22T08:00:00Z');
const CHECK_MS = 15_000;
const MINUTE = 60_000;

/** What happened to a trader, in minutes before now. */
export interface PastTrader {
  /** When it wrote nothing, each from and to. */
  readonly silent?: readonly (readonly [from: number, to: number])[];
  readonly values?: (minutesAgo: number) => FieldValues;
  readonly more?: (minutesAgo: number) => Partial<TargetSample>;
}

export interface PastOptions {
  /** How long ago recording began, in minutes. */
  readonly since?: number;
  /** When nobody watched, each from and to, in minutes before now. */
  readonly unwatched?: readonly (readonly [from: number, to: number])[];
  readonly unavailable?: readonly (readonly [from: number, to: number])[];
}

const isWithin = (spans: readonly (readonly [number, number])[] = [], minutes: number): boolean =>
  spans.some(([from, to]) => minutes <= from && minutes > to);

/** A history of checks every 15 s until 08:00 UTC on 2026-11-22, of traders that write their portfolio every second. */
export async function rehearsedPast(
  traders: Readonly<Record<string, PastTrader>>,
  { since = 60 * 30, unwatched = [], unavailable = [] }: PastOptions = {},
): Promise<{ history: LocalHistory; clock: SettableClock }> {
  const clock = settableClock(REHEARSED_NOW);
  const history = await LocalHistory.open({ missedAfterMs: 22_500, clock });
  for (let agoMs = since * MINUTE; agoMs >= 0; agoMs -= CHECK_MS) {
    const minutes = agoMs / MINUTE;
    if (isWithin(unwatched, minutes)) continue;
    const at = new Date(REHEARSED_NOW.getTime() - agoMs);
    const check: CheckRecord = isWithin(unavailable, minutes)
      ? { kind: 'unavailable', at, reason: 'unreachable' }
      : observed(at, ...Object.entries(traders).map(([target, trader]) => sampleOf(target, trader, minutes)));
    history.record(check);
  }
  return { history, clock };
}

function sampleOf(target: string, { silent = [], values, more }: PastTrader, minutes: number): TargetSample {
  const silence = silent.find(([from, to]) => minutes < from && minutes > to);
  const writtenAt = new Date(
    REHEARSED_NOW.getTime() - (silence === undefined ? minutes : silence[0]) * MINUTE - 1_000,
  );
  return sample(target, values?.(minutes), {
    signs: [{ sign: 'portfolio', writtenAt }],
    ...more?.(minutes),
  });
}

/** Rehearsals against the default settings, with an alert channel. */
export function rehearsalsOver(
  { history, clock }: { readonly history: LocalHistory; readonly clock: SettableClock },
  env: Environment = {},
  limitMs = 60_000,
): Rehearsals {
  const input = { env: { ALERT_CHANNEL: 'C0ALERTS', ...env }, file: NO_FILE };
  return new Rehearsals({
    ...{ history, clock, limitMs },
    current: () => rehearsalConfigOf(input),
    input: () => input,
  });
}
