import type { TargetId } from '../../state/keys';
import type { ValueLimits } from '../settings/valueLimits';
import { countUpTo } from './lastUpTo';
import type { Past } from './readPast';

/** A little before a limit, by this share of it, each check is evaluated. */
const NEAR = 0.9;

interface Reading {
  readonly ms: number;
  readonly value: number;
}

/** What has to be remembered of a target's balance from one time to the next. */
interface Watched {
  /** Those within the time that counts which no later one exceeds: the first is the highest. */
  highs: Reading[];
  last: number | null;
  /** The last balance of the time before. */
  dayBefore: number | null;
}

/** Finds the checks whose values a rule may go by: all others change nothing. To be asked for local days, in their order. */
export class ValuePoints {
  private readonly watched = new Map<TargetId, Watched>();

  constructor(private readonly limitsOf: (target: TargetId) => ValueLimits) {}

  /** Adds their indices. */
  addTo(points: Set<number>, { times, targets }: Past): void {
    const indexOf = (atMs: number) => countUpTo(times, atMs - 1, (ms) => ms);
    const add = (from: number, to: number): void => {
      for (let i = Math.max(0, from); i <= Math.min(to, times.length - 1); i++) points.add(i);
    };
    add(times.length - 1, times.length - 1);
    for (const { target, samples } of targets) {
      const { balance, abovePercent } = this.limitsOf(target);
      if (balance === 'every') add(0, times.length - 1);
      else if (balance !== null) {
        // A fall that begins here may end in the next time.
        add(indexOf((times.at(-1) ?? 0) - balance.withinMs), times.length - 1);
        for (const ms of this.nearFalls(target, samples, balance))
          add(indexOf(ms - balance.withinMs), indexOf(ms) + 1);
      }
      if (abovePercent === null) continue;
      for (const { at, values } of samples) {
        const isAbove = (values.utilizationRate ?? 0) * 100 > abovePercent;
        if (isAbove) add(indexOf(at.getTime()) - 1, indexOf(at.getTime()) + 1);
      }
    }
  }

  /** When a balance has lost nearly as much as is alerted of. */
  private nearFalls(
    target: TargetId,
    samples: Past['targets'][number]['samples'],
    { percent, withinMs, dayPercent }: Exclude<ValueLimits['balance'], 'every' | null>,
  ): readonly number[] {
    const before = this.watched.get(target) ?? { highs: [], last: null, dayBefore: null };
    const watched: Watched = { ...before, dayBefore: before.last ?? before.dayBefore };
    const near: number[] = [];
    for (const { at, values } of samples) {
      const { totalBalance: value } = values;
      if (value === undefined) continue;
      const ms = at.getTime();
      watched.highs = [
        ...watched.highs.filter((high) => ms - high.ms <= withinMs && high.value > value),
        { ms, value },
      ];
      watched.last = value;
      const fell = (from: number | null | undefined, limit: number) =>
        from != null && value <= from * (1 - (NEAR * limit) / 100);
      if (fell(watched.highs[0]?.value, percent) || fell(watched.dayBefore, dayPercent)) near.push(ms);
    }
    this.watched.set(target, watched);
    return near;
  }
}
