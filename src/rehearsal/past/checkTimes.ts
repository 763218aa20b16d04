import type { HistoryEvent } from '../../history/model/events';
import type { HistoryGap } from '../../history/model/gap';

export interface Anchors {
  /** Checks of which a record tells, ascending, each once; in epoch ms. */
  readonly known: readonly number[];
  readonly gaps: readonly HistoryGap[];
  readonly fromMs: number;
  readonly toMs: number;
  /** From here on every check is known. */
  readonly exactFromMs: number;
  readonly intervalMs: number;
}

/**
 * When checks were made: those that are known, and where no record has each of them any more, as many between as the interval
 * says; none in a gap.
 */
export function checkTimes({
  known,
  gaps,
  fromMs,
  toMs,
  exactFromMs,
  intervalMs,
}: Anchors): readonly number[] {
  const isInGap = (ms: number) => gaps.some(({ from, to }) => ms > from.getTime() && ms < to.getTime());
  const isGap = (from: number, to: number) =>
    gaps.some((gap) => gap.from.getTime() < to && gap.to.getTime() > from);
  const anchors = known.filter((ms) => ms < toMs && !isInGap(ms));
  const times: number[] = [];
  for (const [i, atMs] of anchors.entries()) {
    if (atMs >= fromMs) times.push(atMs);
    const next = anchors[i + 1];
    const untilMs = next ?? toMs;
    if (atMs >= exactFromMs || isGap(atMs, untilMs)) continue;
    // The next known check takes the place of the one that would be next to it.
    const lastMs = next === undefined ? untilMs : untilMs - intervalMs / 2;
    for (let ms = atMs + intervalMs; ms < lastMs; ms += intervalMs) if (ms >= fromMs) times.push(ms);
  }
  return times;
}

/** The checks that an event tells of. */
export function checksOf(event: HistoryEvent): readonly number[] {
  switch (event.kind) {
    case 'gap':
      return [event.at.getTime(), event.to.getTime()];
    case 'life':
      return [event.noticedAt.getTime()];
    case 'silence':
      return [event.lastSilentAt.getTime()];
    default:
      return [event.at.getTime()];
  }
}
