import type { AlertSettings, AlertState, Observed } from '../../alerting';
import { staleAfterMsOf } from '../../alerting/evaluation/settingsOf';
import { uptimeTotals } from '../../alerting/rules/uptimeTotals';
import type { TargetRecord } from '../../alerting/state/alertState';
import type { CheckRecord, Life, SignWrite, TargetSample } from '../../history/model/checkRecord';
import type { FieldValues, HistoryField } from '../../history/model/fields';
import { later, msBetween } from '../../lib/time';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import { placeId } from '../../state/keys';

/** What a check found and followed from it, as history keeps it. */
export function checkRecordOf(
  observed: Observed,
  evaluated: Pick<AlertState, 'targets' | 'continuousSince'>,
  { rules }: Pick<AlertSettings, 'rules'>,
): CheckRecord {
  const records = new Map(evaluated.targets.map((record) => [record.target, record]));
  const targets = observed.snapshots.flatMap((snapshot): TargetSample[] => {
    const record = records.get(placeId(snapshot));
    if (record === undefined) return [];
    const { breakerActive, liveEnabled, liveArmed, liveByMetrics } = snapshot;
    const { safetyViolationsTotal, circuitBreakerTriggersTotal } = snapshot;
    const signs = signWrites(record);
    const staleAfterMs = staleAfterMsOf(rules, record.target);
    return [
      {
        target: record.target,
        status: record.status,
        life: lifeOf(record, evaluated.continuousSince),
        flags: { breakerActive, liveEnabled, liveArmed, liveByMetrics },
        signs,
        counters: known({ safetyViolationsTotal, circuitBreakerTriggersTotal }),
        values: valuesOf(snapshot, record, signs, { at: observed.at, staleAfterMs }),
      },
    ];
  });
  return { kind: 'observed', at: observed.at, targets };
}

const signWrites = ({ signs }: TargetRecord): readonly SignWrite[] =>
  Object.entries(signs.records).flatMap(([sign, { writtenAt }]) =>
    writtenAt === null ? [] : [{ sign, writtenAt }],
  );

/** What its keys hold says nothing of a target that is down, nor does a portfolio of one that writes it no more. */
function valuesOf(
  snapshot: LiveStatusSnapshot,
  { status }: TargetRecord,
  signs: readonly SignWrite[],
  { at, staleAfterMs }: { readonly at: Date; readonly staleAfterMs: number },
): FieldValues {
  if (status === 'down' || status === 'unknown') return {};
  const { tradesTotal, tradesToday, safetyViolationsTotal, circuitBreakerTriggersTotal } = snapshot;
  const { totalBalance, availableBalance, totalPositionValue, utilizationRate, portfolioAgeMs } = snapshot;
  const isFresh = portfolioAgeMs === null || portfolioAgeMs <= staleAfterMs;
  const portfolio = isFresh ? { totalBalance, availableBalance, totalPositionValue, utilizationRate } : {};
  const newest = signs.reduce<Date | null>(
    (last, { writtenAt }) => (last === null ? writtenAt : later(last, writtenAt)),
    null,
  );
  const signAgeMs = newest === null ? null : Math.max(0, msBetween(newest, at));
  return known({
    ...portfolio,
    tradesTotal,
    tradesToday,
    safetyViolationsTotal,
    circuitBreakerTriggersTotal,
    signAgeMs,
  });
}

const known = (values: Partial<Record<HistoryField, number | null>>): FieldValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && Number.isFinite(value)));

/** As digests count it; by its status where that rule is off. */
function lifeOf({ rules, status }: TargetRecord, continuousSince: Date): Life {
  const memory = rules[uptimeTotals.name];
  if (!isUptimeMemory(memory)) return { isDown: status === 'down', since: null };
  const { isDown, lastSignAt } = memory;
  if (lastSignAt === null) return { isDown, since: null };
  const signAt = new Date(lastSignAt);
  return { isDown, since: isDown ? later(signAt, continuousSince) : signAt };
}

/** As the rule's schema encodes it. */
const isUptimeMemory = (
  memory: unknown,
): memory is { readonly isDown: boolean; readonly lastSignAt: string | null } =>
  typeof memory === 'object' && memory !== null && 'isDown' in memory && 'lastSignAt' in memory;
