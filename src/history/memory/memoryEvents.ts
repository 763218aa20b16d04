import type { SpanQuery } from '../historyReader';
import { type CheckRecord, type FlagValues, HISTORY_FLAGS, type TargetSample } from '../model/checkRecord';
import {
  type HistoryEvent,
  RARE_COUNTERS,
  SILENCE_MIN_MS,
  type SilenceEvent,
  type StateAt,
  type TargetEvents,
} from '../model/events';
import type { WatchSettings } from '../model/watching';
import { sampleAt, unwatched } from './memoryGaps';
import { memoryLife } from './memoryLife';

const NO_FLAGS: FlagValues = { breakerActive: null, liveEnabled: null, liveArmed: null, liveByMetrics: null };

export function memoryEvents(
  checks: readonly CheckRecord[],
  { target, from, to }: SpanQuery,
  { missedAfterMs }: WatchSettings,
): TargetEvents {
  const events: HistoryEvent[] = [...silencesIn(checks, target), ...memoryLife(checks, target)];
  let state: StateAt = {
    target,
    status: null,
    isDown: null,
    flags: NO_FLAGS,
    counters: { safetyViolationsTotal: null, circuitBreakerTriggersTotal: null },
    signs: [],
  };
  let before = state;
  for (const [i, check] of checks.entries()) {
    const last = checks[i - 1];
    const reason = last && unwatched({ from: last, to: check }, missedAfterMs);
    if (last && (reason === 'bot_down' || reason === 'redis_unavailable'))
      events.push({ kind: 'gap', at: last.at, to: check.at, reason });
    const sample = sampleAt(check, target);
    if (sample === null) continue;
    events.push(...changesOf(state, sample, check.at));
    state = stateAfter(state, sample);
    if (check.at < from) before = state;
  }
  const within = joinedGaps(events.sort((a, b) => a.at.getTime() - b.at.getTime()));
  const life = memoryLife(checks, target).findLast(({ at }) => at < from);
  before = { ...before, isDown: life?.isDown ?? null };
  return { before, events: within.filter((event) => event.at < to && endOf(event) >= from) };
}

const stateAfter = (
  state: StateAt,
  { status, flags, values, target, signs, counters = values }: TargetSample,
): StateAt => ({
  target,
  status,
  isDown: state.isDown,
  flags,
  counters: {
    safetyViolationsTotal: counters.safetyViolationsTotal ?? state.counters.safetyViolationsTotal,
    circuitBreakerTriggersTotal:
      counters.circuitBreakerTriggersTotal ?? state.counters.circuitBreakerTriggersTotal,
  },
  signs: [...new Set([...state.signs, ...signs.map(({ sign }) => sign)])].sort(),
});

function changesOf(state: StateAt, sample: TargetSample, at: Date): HistoryEvent[] {
  const { target, status, flags, values, signs, counters = values } = sample;
  const events: HistoryEvent[] = [];
  if (status !== state.status) events.push({ kind: 'status', target, at, from: state.status, to: status });
  for (const flag of HISTORY_FLAGS)
    if (flags[flag] !== state.flags[flag])
      events.push({ kind: 'flag', target, at, flag, from: state.flags[flag], to: flags[flag] });
  for (const counter of RARE_COUNTERS) {
    const [was, is] = [state.counters[counter], counters[counter]];
    if (is !== undefined && is !== was)
      events.push({ kind: 'counter', target, at, counter, from: was, to: is });
  }
  for (const { sign } of signs)
    if (!state.signs.includes(sign)) events.push({ kind: 'sign', target, at, sign });
  return events;
}

function silencesIn(checks: readonly CheckRecord[], target: string): SilenceEvent[] {
  const open = new Map<string, SilenceEvent>();
  const ended: SilenceEvent[] = [];
  for (const check of checks)
    for (const { sign, writtenAt } of sampleAt(check, target)?.signs ?? []) {
      const known = open.get(sign);
      if (known !== undefined && writtenAt > known.at) {
        ended.push({ ...known, endedAt: writtenAt });
        open.delete(sign);
      }
      if (check.at.getTime() - writtenAt.getTime() > SILENCE_MIN_MS)
        open.set(sign, {
          kind: 'silence',
          target,
          sign,
          at: writtenAt,
          lastSilentAt: check.at,
          endedAt: null,
        });
    }
  return [...ended, ...open.values()];
}

function joinedGaps(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const joinTouching: HistoryEvent[] = [];
  for (const event of events) {
    const i = joinTouching.findLastIndex(({ kind }) => kind === 'gap');
    const last = joinTouching[i];
    const isSame = event.kind === 'gap' && last?.kind === 'gap' && last.reason === event.reason;
    if (isSame && last.to.getTime() === event.at.getTime()) joinTouching[i] = { ...last, to: event.to };
    else joinTouching.push(event);
  }
  return joinTouching;
}

function endOf(event: HistoryEvent): Date {
  if (event.kind === 'gap') return event.to;
  if (event.kind === 'silence') return event.endedAt ?? event.lastSilentAt;
  return event.at;
}
