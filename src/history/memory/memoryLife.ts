import type { CheckRecord } from '../model/checkRecord';
import type { LifeEvent } from '../model/events';
import { sampleAt } from './memoryGaps';

/** When a target went down and came up, each after the one before. */
export function memoryLife(checks: readonly CheckRecord[], target: string): readonly LifeEvent[] {
  const changes: LifeEvent[] = [];
  for (const check of checks) {
    const life = sampleAt(check, target)?.life;
    const last = changes.at(-1);
    if (life === undefined || life.isDown === last?.isDown) continue;
    const since = life.since ?? check.at;
    const at = last !== undefined && last.at > since ? last.at : since;
    if (last?.at.getTime() === at.getTime()) changes.pop();
    changes.push({ kind: 'life', target, at, isDown: life.isDown, noticedAt: check.at });
  }
  return changes;
}
