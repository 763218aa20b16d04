import { z } from 'zod';
import { durationSchema, instant, isoSeconds, later, msBetween } from '../../lib/time';
import { moneyDetails } from '../observation/realMoney';
import { lastOf } from '../observation/targetObservation';
import { runOf, runSchema } from '../state/signRun';
import { longestPauseMs, missingAt, silenceStart } from './gracePeriod';
import type { Reason } from './reason';
import type { Condition, Deadlines, Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({ after: durationSchema.prefault('10m') })
  .transform(({ after: afterMs }) => ({ afterMs }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  isFrozen: z.boolean(),
  /** From when its standing still is counted; null while it is not. */
  countedFrom: instant.nullable(),
  evaluatedAt: instant,
  /** The heartbeats, as long as they go on; null where there are none. */
  heartbeat: runSchema.nullable().default(null),
});
type Memory = z.output<typeof memorySchema>;

/**
 * Whether a trader whose heart beats still works. Its portfolio is stale when a heartbeat was written `after`
 * after the last write of its portfolio, counted from when the bot began to watch without a gap, or from when heartbeats
 * came back after so long without any that the trader was down, if that was later. A portfolio whose key has expired meanwhile, or was deleted, was
 * not written either. That its heart beat for so long without the portfolio is the proof: no trader that died is taken
 * for one.
 *
 * It is well again as soon as the portfolio is written. While the heart does not beat, nothing changes.
 */
export const stalePortfolio: Rule<Memory, Settings> = {
  name: 'stale_portfolio',
  settingsSchema,
  memorySchema,
  evaluate(input: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const { memory, observation, snapshot, now, settings } = input;
    const records = Object.values(observation.signs.records);
    const portfolio = lastOf(records.filter(({ kind }) => kind === 'portfolio'));
    const heartbeat = lastOf(records.filter(({ kind }) => kind === 'heartbeat'));
    const start = { isFrozen: false, countedFrom: null, evaluatedAt: now, heartbeat: null };
    if (portfolio === null || heartbeat === null)
      return result(start, { status: 'ok' }, { code: 'signs_incomplete' });
    const gapMs = longestPauseMs(settings.afterMs, memory?.evaluatedAt ?? null, input);
    const run = runOf(memory?.heartbeat ?? null, heartbeat.writtenAt, gapMs);
    const counted = silenceStart(
      {
        last: later(portfolio.writtenAt, run.from),
        countedFrom: memory?.countedFrom ?? null,
        evaluatedAt: memory?.evaluatedAt ?? null,
      },
      input,
      settings.afterMs,
    );
    const isFrozen = memory?.isFrozen ?? false;
    const stillMs = msBetween(isFrozen ? portfolio.writtenAt : counted, heartbeat.writtenAt);
    const reason = {
      code: 'portfolio_behind',
      portfolioAt: portfolio.writtenAt,
      behindMs: Math.max(0, stillMs),
      afterMs: settings.afterMs,
    } as const;
    const next = { countedFrom: counted, evaluatedAt: now, heartbeat: run };
    if (stillMs <= settings.afterMs) return result({ ...next, isFrozen: false }, { status: 'ok' }, reason);
    const details = {
      stillSince: isoSeconds(portfolio.writtenAt),
      isGone: snapshot.signs.every(({ kind }) => kind !== 'portfolio'),
      ...moneyDetails(observation.money, snapshot),
    };
    return result(
      { ...next, isFrozen: true },
      { status: 'firing', since: portfolio.writtenAt, details },
      reason,
    );
  },
  changesAt(
    { isFrozen, countedFrom, heartbeat }: Memory,
    { settings }: Deadlines<Settings>,
  ): readonly Date[] {
    const at = isFrozen ? null : missingAt(countedFrom, heartbeat?.to ?? null, settings.afterMs);
    return at === null ? [] : [at];
  },
};

const result = (memory: Memory, condition: Condition, reason: Reason): RuleResult<Memory> => ({
  memory,
  condition,
  events: [],
  reason,
});
