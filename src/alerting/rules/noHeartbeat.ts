import { z } from 'zod';
import { durationSchema, instant, isoSeconds, later, msBetween } from '../../lib/time';
import { isHeartbeatReleased } from '../observation/expectedSigns';
import { moneyDetails } from '../observation/realMoney';
import { lastOf } from '../observation/targetObservation';
import { runOf, runSchema } from '../state/signRun';
import { longestPauseMs, missingAt, silenceStart } from './gracePeriod';
import type { Reason } from './reason';
import type { Condition, Deadlines, Rule, RuleInput, RuleResult } from './rule';

const settingsSchema = z
  .strictObject({ stale_after: durationSchema.prefault('90s') })
  .transform(({ stale_after: staleAfterMs }) => ({ staleAfterMs }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  isMissing: z.boolean(),
  countedFrom: instant.nullable(),
  evaluatedAt: instant,
  /** The portfolio's writes, as long as they go on; null where there are none. */
  portfolio: runSchema.nullable().default(null),
});
type Memory = z.output<typeof memorySchema>;

/**
 * Warns of a trader that sent heartbeats and does so no more, while its portfolio is still written: it lives, and a part
 * of it may not. That is so when the portfolio was written `stale_after` after the last heartbeat, so that a trader that
 * dies is never warned of first; of one that was down, it counts from its return. It ends with the next heartbeat; or, after 24 hours or when a person says so, with the
 * heartbeat no longer expected: then the portfolio alone decides.
 */
export const noHeartbeat: Rule<Memory, Settings> = {
  name: 'no_heartbeat',
  settingsSchema,
  memorySchema,
  evaluate(input: RuleInput<Memory, Settings>): RuleResult<Memory> {
    const { memory, observation, snapshot, now, settings } = input;
    const { signs, expected } = observation;
    const heartbeat = lastOf(expected.filter(({ kind }) => kind === 'heartbeat'));
    const portfolio = lastOf(expected.filter(({ kind }) => kind === 'portfolio'));
    const start = { isMissing: false, countedFrom: null, evaluatedAt: now, portfolio: null };
    if (isHeartbeatReleased(signs)) return result(start, null, { code: 'no_heartbeat_expected' });
    if (heartbeat === null || portfolio === null)
      return result(start, { status: 'ok' }, { code: 'signs_incomplete' });
    const gapMs = longestPauseMs(settings.staleAfterMs, memory?.evaluatedAt ?? null, input);
    const run = runOf(memory?.portfolio ?? null, portfolio.writtenAt, gapMs);
    const counted = silenceStart(
      {
        last: later(heartbeat.writtenAt, run.from),
        countedFrom: memory?.countedFrom ?? null,
        evaluatedAt: memory?.evaluatedAt ?? null,
      },
      input,
      settings.staleAfterMs,
    );
    const next = {
      isMissing: memory?.isMissing ?? false,
      countedFrom: counted,
      evaluatedAt: now,
      portfolio: run,
    };
    const missedMs = msBetween(next.isMissing ? heartbeat.writtenAt : counted, portfolio.writtenAt);
    const reason = {
      code: 'heartbeat_behind',
      heartbeatAt: heartbeat.writtenAt,
      component: heartbeat.component,
      behindMs: Math.max(0, missedMs),
      afterMs: settings.staleAfterMs,
    } as const;
    if (missedMs <= settings.staleAfterMs)
      return result({ ...next, isMissing: false }, { status: 'ok' }, reason);
    const details = {
      lastHeartbeat: isoSeconds(heartbeat.writtenAt),
      component: heartbeat.component,
      ...moneyDetails(observation.money, snapshot),
    };
    return result(
      { ...next, isMissing: true },
      { status: 'firing', since: heartbeat.writtenAt, details },
      reason,
    );
  },
  changesAt(
    { isMissing, countedFrom, portfolio }: Memory,
    { settings }: Deadlines<Settings>,
  ): readonly Date[] {
    const at = isMissing ? null : missingAt(countedFrom, portfolio?.to ?? null, settings.staleAfterMs);
    return at === null ? [] : [at];
  },
};

const result = (memory: Memory, condition: Condition | null, reason: Reason): RuleResult<Memory> => ({
  memory,
  condition,
  events: [],
  reason,
});
