import type { CheckRecord, TargetSample } from '../model/checkRecord';
import type { HistoryField } from '../model/fields';
import type { GapReason, HistoryGap } from '../model/gap';

/** From one check to the next. */
export interface Step {
  readonly from: CheckRecord;
  readonly to: CheckRecord;
}

/** What one target said at a check; null where it was not among those checked. */
export const sampleAt = (check: CheckRecord, target: string): TargetSample | null =>
  (check.kind === 'observed' && check.targets.find((each) => each.target === target)) || null;

/** Why nobody watched from one check to the next; null where somebody did. */
export function unwatched({ from, to }: Step, missedAfterMs: number): GapReason | null {
  if (to.at.getTime() - from.at.getTime() > missedAfterMs) return 'bot_down';
  return from.kind === 'unavailable' || to.kind === 'unavailable' ? 'redis_unavailable' : null;
}

/** Why a value is not known from one check to the next; null where it is known at both. */
export function missing(
  step: Step,
  target: string,
  field: HistoryField,
  missedAfterMs: number,
): GapReason | null {
  const reason = unwatched(step, missedAfterMs);
  if (reason !== null) return reason;
  const lacking = [step.to, step.from]
    .map((check) => sampleAt(check, target))
    .find((sample) => sample?.values[field] === undefined);
  if (lacking === undefined) return null;
  return lacking?.status === 'down' ? 'target_down' : 'not_reported';
}

/** Within the span, those that touch and have one reason being one. */
export function joinGaps(gaps: readonly HistoryGap[], from: Date, to: Date): readonly HistoryGap[] {
  const joinTouching: HistoryGap[] = [];
  for (const gap of gaps) {
    const [start, end] = [gap.from < from ? from : gap.from, gap.to > to ? to : gap.to];
    if (start >= end) continue;
    const last = joinTouching.at(-1);
    if (last !== undefined && last.reason === gap.reason && last.to.getTime() === start.getTime())
      joinTouching[joinTouching.length - 1] = { ...last, to: end };
    else joinTouching.push({ from: start, to: end, reason: gap.reason });
  }
  return joinTouching;
}
