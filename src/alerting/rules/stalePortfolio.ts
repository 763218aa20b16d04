import { z } from 'zod';
import { approxDuration, durationSchema, instant, isoSeconds, later, msBetween } from '../../lib/time';
import { moneyFacts } from '../observation/realMoney';
import { lastOf } from '../observation/targetObservation';
import { runOf, runSchema } from '../state/signRun';
import { silenceStart } from './gracePeriod';
import type { Condition, Judgement, Rule, RuleInput } from './rule';

const settingsSchema = z
  .strictObject({ after: durationSchema.prefault('10m') })
  .transform(({ after: afterMs }) => ({ afterMs }));
type Settings = z.output<typeof settingsSchema>;

const memorySchema = z.object({
  isFrozen: z.boolean(),
  /** From when its standing still is counted; null while it is not. */
  countedFrom: instant.nullable(),
  judgedAt: instant,
  /** The heartbeats, as long as they go on; null where there are none. */
  heartbeat: runSchema.nullable().default(null),
});
type Memory = z.output<typeof memorySchema>;

/**
 * Whether a trader whose heart beats still works. Its portfolio is stale when a heartbeat was written `after`
 * after the last write of its portfolio, counted from when the bot began to watch without a gap, or from when heartbeats
 * came back after as long without any, if that was later. A portfolio whose key has expired meanwhile, or was deleted, was
 * not written either. That its heart beat for so long without the portfolio is the proof: no trader that died is taken
 * for one.
 *
 * It is well again as soon as the portfolio is written. While the heart does not beat, nothing changes.
 */
export const stalePortfolio: Rule<Memory, Settings> = {
  name: 'stale_portfolio',
  settingsSchema,
  memorySchema,
  judge(input: RuleInput<Memory, Settings>): Judgement<Memory> {
    const { memory, observation, snapshot, now, settings } = input;
    const records = Object.values(observation.signs.records);
    const portfolio = lastOf(records.filter(({ kind }) => kind === 'portfolio'));
    const heartbeat = lastOf(records.filter(({ kind }) => kind === 'heartbeat'));
    const start = { isFrozen: false, countedFrom: null, judgedAt: now, heartbeat: null };
    if (portfolio === null || heartbeat === null)
      return judgement(start, { is: 'well' }, 'it has not written both heartbeats and a portfolio');
    const run = runOf(memory?.heartbeat ?? null, heartbeat.writtenAt, settings.afterMs);
    const counted = silenceStart(
      {
        last: later(portfolio.writtenAt, run.from),
        countedFrom: memory?.countedFrom ?? null,
        judgedAt: memory?.judgedAt ?? null,
      },
      input,
      settings.afterMs,
    );
    const isFrozen = memory?.isFrozen ?? false;
    const stillMs = msBetween(isFrozen ? portfolio.writtenAt : counted, heartbeat.writtenAt);
    const why = `the portfolio was last written ${isoSeconds(portfolio.writtenAt)}; the last heartbeat came ${approxDuration(Math.max(0, stillMs))} after it; stale after ${approxDuration(settings.afterMs)}`;
    const next = { countedFrom: counted, judgedAt: now, heartbeat: run };
    if (stillMs <= settings.afterMs) return judgement({ ...next, isFrozen: false }, { is: 'well' }, why);
    const facts = {
      stillSince: isoSeconds(portfolio.writtenAt),
      isGone: snapshot.signs.every(({ kind }) => kind !== 'portfolio'),
      ...moneyFacts(observation.money, snapshot),
    };
    return judgement({ ...next, isFrozen: true }, { is: 'bad', since: portfolio.writtenAt, facts }, why);
  },
};

const judgement = (memory: Memory, condition: Condition, why: string): Judgement<Memory> => ({
  memory,
  condition,
  events: [],
  why,
});
