import type { RecordedTarget } from '../../history/historyReader';
import type { FlagValues } from '../../history/model/checkRecord';
import type { HistoryEvent, SilenceEvent, TargetEvents } from '../../history/model/events';
import type { FieldValues } from '../../history/model/fields';
import type { RecordedSample } from '../../history/model/recordedSample';
import type { TargetId } from '../../state/keys';
import { lastUpTo } from './lastUpTo';
import { SignTimeline } from './signTimeline';

/** Values that are kept every 5 min stand for the time until the next ones, in ms. */
const HELD_MS = 600_000;

type Counters = TargetEvents['before']['counters'];

/** How something was from a moment on, in epoch ms. */
interface Since<T> {
  readonly ms: number;
  readonly state: T;
}

/** What was recorded of one target in a time. */
export class PastTarget {
  readonly signs: readonly SignTimeline[];
  private readonly flagStates: readonly Since<FlagValues>[];
  private readonly counterStates: readonly Since<Counters>[];

  constructor(
    private readonly recorded: RecordedTarget,
    readonly events: TargetEvents,
    /** Ascending. */
    readonly samples: readonly RecordedSample[],
    /** So long the values of one check stand for the time until the next, in ms. */
    private readonly intervalMs: number,
  ) {
    this.signs = signTimelines(events);
    const flags = events.events.filter((event) => event.kind === 'flag');
    const counters = events.events.filter((event) => event.kind === 'counter');
    this.flagStates = statesOf(
      events.before.flags,
      flags.map(({ at, flag, to }) => ({ at, change: { [flag]: to } })),
    );
    this.counterStates = statesOf(
      events.before.counters,
      counters.map(({ at, counter, to }) => ({ at, change: { [counter]: to } })),
    );
  }

  get target(): TargetId {
    return this.recorded.target;
  }

  /** Whether it ever was what a trader that runs is, or has run. */
  get hasRun(): boolean {
    const { before, events } = this.events;
    const statuses = [before.status, ...events.map((event) => (event.kind === 'status' ? event.to : null))];
    return statuses.some((status) => status !== null && status !== 'unknown' && status !== 'not_reported');
  }

  /** Whether it was watched at all by then. */
  isThere(checkMs: number): boolean {
    const { firstAt, lastAt } = this.recorded;
    return checkMs >= firstAt.getTime() && checkMs <= lastAt.getTime();
  }

  /** As of the check, the change that it noticed included. */
  flags(checkMs: number): FlagValues {
    return lastUpTo(this.flagStates, checkMs, ({ ms }) => ms)?.state ?? this.events.before.flags;
  }

  counters(checkMs: number): Counters {
    return lastUpTo(this.counterStates, checkMs, ({ ms }) => ms)?.state ?? this.events.before.counters;
  }

  /** Those of the last check; where no check has its own any more, the last ones of the 5 min before. */
  values(ms: number): FieldValues {
    const sample = lastUpTo(this.samples, ms, ({ at }) => at.getTime());
    if (sample === null) return {};
    const heldMs = sample.resolution === 'check' ? this.intervalMs : HELD_MS;
    return ms - sample.at.getTime() < heldMs ? sample.values : {};
  }

  /** Whether any sign of life is younger than so much, in ms. */
  hasWritten(ms: number, withinMs: number): boolean {
    return this.signs.some((sign) => ms < sign.knownFromMs || ms - sign.writtenMs(ms) < withinMs);
  }

  /** Whether a sign of life is older than `silentMs`. */
  isSilent(ms: number, silentMs: number): boolean {
    return this.signs.some((sign) => ms >= sign.knownFromMs && ms - sign.writtenMs(ms) > silentMs);
  }
}

function signTimelines({ before, events }: TargetEvents): readonly SignTimeline[] {
  const known = new Map(before.signs.map((sign) => [sign, Number.NEGATIVE_INFINITY]));
  for (const event of events)
    if (event.kind === 'sign' && !known.has(event.sign)) known.set(event.sign, event.at.getTime());
  const silences = events.filter(isSilence);
  // What was recorded before the signs were has those alone that were silent.
  for (const { sign } of silences) if (!known.has(sign)) known.set(sign, Number.NEGATIVE_INFINITY);
  return [...known].map(
    ([sign, fromMs]) =>
      new SignTimeline(
        sign,
        fromMs,
        silences.filter((each) => each.sign === sign),
      ),
  );
}

const isSilence = (event: HistoryEvent): event is SilenceEvent => event.kind === 'silence';

/** How it was after each change, ascending. */
function statesOf<T extends object>(
  before: T,
  changes: readonly { readonly at: Date; readonly change: Partial<T> }[],
): readonly Since<T>[] {
  let state = before;
  return changes.map(({ at, change }) => {
    state = { ...state, ...change };
    return { ms: at.getTime(), state };
  });
}
