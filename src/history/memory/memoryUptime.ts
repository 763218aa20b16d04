import { earlier } from '../../lib/time';
import type { SpanQuery } from '../historyReader';
import type { CheckRecord } from '../model/checkRecord';
import type { Uptime } from '../model/closing';
import type { HistoryGap } from '../model/gap';
import type { WatchSettings } from '../model/watching';
import { joinGaps, sampleAt, unwatched } from './memoryGaps';
import { memoryLife } from './memoryLife';

export function memoryUptime(
  checks: readonly CheckRecord[],
  { target, from, to: until }: SpanQuery,
  { clock, missedAfterMs }: WatchSettings,
): Uptime {
  const to = earlier(until, clock.now());
  const since = checks.findIndex((check) => sampleAt(check, target) !== null);
  const known = since < 0 ? [] : checks.slice(since);
  const down = downSpans(known, target);
  const gaps: HistoryGap[] = [{ from: new Date(0), to: known[0]?.at ?? to, reason: 'no_records' }];
  let [watchedMs, downMs] = [0, 0];
  for (const [i, check] of known.entries()) {
    const next = known[i + 1] ?? { ...check, at: to };
    const reason = unwatched({ from: check, to: next }, missedAfterMs);
    if (reason !== null) gaps.push({ from: check.at, to: next.at, reason });
    if (reason !== null || known[i + 1] === undefined) continue;
    const step = {
      fromMs: Math.max(from.getTime(), check.at.getTime()),
      toMs: Math.min(to.getTime(), next.at.getTime()),
    };
    watchedMs += Math.max(0, step.toMs - step.fromMs);
    for (const { fromMs, toMs } of down)
      downMs += Math.max(0, Math.min(step.toMs, toMs) - Math.max(step.fromMs, fromMs));
  }
  return { watchedMs, upMs: watchedMs - downMs, gaps: joinGaps(gaps, from, to) };
}

function downSpans(
  checks: readonly CheckRecord[],
  target: string,
): readonly { fromMs: number; toMs: number }[] {
  const changes = memoryLife(checks, target);
  return changes.flatMap(({ isDown, at }, i) => {
    const toMs = changes[i + 1]?.at.getTime() ?? Number.POSITIVE_INFINITY;
    return isDown ? [{ fromMs: at.getTime(), toMs }] : [];
  });
}
