import { z } from 'zod';
import { approxDuration, durationSchema, instant, isoSeconds, later, msBetween } from '../../lib/time';
import { isHeartbeatReleased } from '../observation/expectedSigns';
import { moneyFacts } from '../observation/realMoney';
import { lastOf } from '../observation/targetObservation';
import { runOf, runSchema } from '../state/signRun';
import { silenceStart } from './gracePeriod';
import type { Condition, Judgement, Rule, RuleInput } from './rule';

const settingsSchema = z
  .strictObject({ stale_after: durationSchema.prefault('90s') })
  .transform(({ stale_after: staleAfterMs }) => ({ staleAfterMs }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  isMissing: z.boolean(),
  countedFrom: instant.nullable(),
  judgedAt: instant,
  /** The portfolio's writes, as long as they go on; null where there are none. */
  portfolio: runSchema.nullable().default(null),
});
type Memory = z.output<typeof memorySchema>;

/**
 * Warns of a trader that sent heartbeats and does so no more, while its portfolio is still written: it lives, and a part
 * of it may not. That is so when the portfolio was written `stale_after` after the last heartbeat, so that a trader that
 * dies is never warned of first; of one that was silent altogether for as long, it counts from its return. It ends with the next heartbeat; or, after 24 hours or when a person says so, with the
 * heartbeat no longer expected: then the portfolio alone decides.
 */
export const noHeartbeat: Rule<Memory, Settings> = {
  name: 'no_heartbeat',
  settingsSchema,
  memorySchema,
  judge(input: RuleInput<Memory, Settings>): Judgement<Memory> {
    const { memory, observation, snapshot, now, settings } = input;
    const { signs, expected } = observation;
    const heartbeat = lastOf(expected.filter(({ kind }) => kind === 'heartbeat'));
    const portfolio = lastOf(expected.filter(({ kind }) => kind === 'portfolio'));
    const start = { isMissing: false, countedFrom: null, judgedAt: now, portfolio: null };
    if (isHeartbeatReleased(signs))
      return said(start, null, 'no heartbeat is expected: it is judged by its portfolio alone');
    if (heartbeat === null || portfolio === null)
      return said(start, { is: 'well' }, 'it has not written both heartbeats and a portfolio');
    const run = runOf(memory?.portfolio ?? null, portfolio.writtenAt, settings.staleAfterMs);
    const counted = silenceStart(
      {
        last: later(heartbeat.writtenAt, run.from),
        countedFrom: memory?.countedFrom ?? null,
        judgedAt: memory?.judgedAt ?? null,
      },
      input,
      settings.staleAfterMs,
    );
    const next = {
      isMissing: memory?.isMissing ?? false,
      countedFrom: counted,
      judgedAt: now,
      portfolio: run,
    };
    const missedMs = msBetween(next.isMissing ? heartbeat.writtenAt : counted, portfolio.writtenAt);
    const why = `last heartbeat ${isoSeconds(heartbeat.writtenAt)} by ${heartbeat.component}; the portfolio was written ${approxDuration(Math.max(0, missedMs))} after it; a warning after ${approxDuration(settings.staleAfterMs)}`;
    if (missedMs <= settings.staleAfterMs) return said({ ...next, isMissing: false }, { is: 'well' }, why);
    const facts = {
      lastHeartbeat: isoSeconds(heartbeat.writtenAt),
      component: heartbeat.component,
      ...moneyFacts(observation.money, snapshot),
    };
    return said({ ...next, isMissing: true }, { is: 'bad', since: heartbeat.writtenAt, facts }, why);
  },
};

const said = (memory: Memory, condition: Condition | null, why: string): Judgement<Memory> => ({
  memory,
  condition,
  events: [],
  why,
});
