import type { HistoryReader, RecordedTarget } from '../../history/historyReader';
import type { HistoryEvent } from '../../history/model/events';
import type { HistoryGap } from '../../history/model/gap';
import type { RecordedSample } from '../../history/model/recordedSample';
import type { TargetId } from '../../state/keys';
import { checksOf, checkTimes } from './checkTimes';
import { PastTarget } from './pastTarget';

/** So many values are read at once: the history answers within a second. */
const PAGE = 2_000;

/** What was recorded of all targets from `from` to `to`, which is excluded. */
export interface Past {
  readonly targets: readonly PastTarget[];
  /** When they were checked, ascending; in epoch ms. */
  readonly times: readonly number[];
  /** When nobody watched. */
  readonly gaps: readonly HistoryGap[];
  /** From here on the values of each check are known; in epoch ms. */
  readonly exactFromMs: number;
}

export interface PastQuery {
  readonly from: Date;
  readonly to: Date;
  /** The last check before; null for none. */
  readonly lastCheckMs: number | null;
  readonly intervalMs: number;
}

/** Rejects with HistoryUnavailableError where the history cannot be read in time, and with the signal's reason. */
export async function readPast(
  history: Pick<HistoryReader, 'events' | 'samples'>,
  recorded: readonly RecordedTarget[],
  { from, to, lastCheckMs, intervalMs }: PastQuery,
  signal?: AbortSignal,
): Promise<Past> {
  const targets: PastTarget[] = [];
  for (const each of recorded) {
    if (each.lastAt < from || each.firstAt >= to) continue;
    const events = await history.events({ target: each.target, from, to }, signal);
    const samples = await readSamples(history, each.target, from, to, signal);
    targets.push(new PastTarget(each, events, samples, intervalMs));
  }
  const gaps = gapsIn(targets.flatMap(({ events }) => events.events));
  const samples = targets.flatMap((each) => each.samples);
  const exactFromMs = samples.reduce(
    (first, { at, resolution }) => (resolution === 'check' ? Math.min(first, at.getTime()) : first),
    Number.POSITIVE_INFINITY,
  );
  const known = new Set(samples.map(({ at }) => at.getTime()));
  for (const { events } of targets)
    for (const ms of events.events.flatMap(checksOf)) if (ms < exactFromMs) known.add(ms);
  if (lastCheckMs !== null) known.add(lastCheckMs);
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const anchors = [...known].filter((ms) => ms >= (lastCheckMs ?? fromMs)).sort((a, b) => a - b);
  const times = checkTimes({ known: anchors, gaps, fromMs, toMs, exactFromMs, intervalMs });
  return { targets, times, gaps, exactFromMs };
}

async function readSamples(
  history: Pick<HistoryReader, 'samples'>,
  target: TargetId,
  from: Date,
  to: Date,
  signal: AbortSignal | undefined,
): Promise<readonly RecordedSample[]> {
  const samples: RecordedSample[] = [];
  for (let next = from; ; ) {
    const page = await history.samples({ target, from: next, to, limit: PAGE }, signal);
    samples.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return samples;
    next = new Date(last.at.getTime() + 1);
  }
}

/** They are the same for all targets. */
function gapsIn(events: readonly HistoryEvent[]): readonly HistoryGap[] {
  const gaps = new Map<number, HistoryGap>();
  for (const event of events)
    if (event.kind === 'gap')
      gaps.set(event.at.getTime(), { from: event.at, to: event.to, reason: event.reason });
  return [...gaps.values()].sort((a, b) => a.from.getTime() - b.from.getTime());
}
