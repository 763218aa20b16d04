import type { AlertSettings } from '../alerting';
import type { SettingChange } from '../alerting/configuration/settingChanges';
import type { HistoryReader, RecordedTarget } from '../history/historyReader';
import type { HistoryGap } from '../history/model/gap';
import { type LocalDay, localDays } from '../history/model/localDays';
import type { Clock } from '../lib/clock';
import { memoize } from '../lib/memoize';
import { addMs, earlier, later, msBetween } from '../lib/time';
import type { TargetId } from '../state/keys';
import { compareAlerts } from './compareAlerts';
import { readPast } from './past/readPast';
import { turningPoints } from './past/turningPoints';
import { ValuePoints } from './past/valuePoints';
import { recordedInterval, usualIntervalMs } from './recordedInterval';
import type { RehearsalReport } from './rehearsalReport';
import { type Breathe, Replay } from './replay';
import { rehearsedSettings, UNRECORDED_RULES, unrecordedRulesIn } from './settings/rehearsedSettings';
import { silenceLimits, WAITS_FROM } from './settings/silenceLimits';
import { valueLimits } from './settings/valueLimits';
import { daysOf, rulesOf, targetsIn } from './tally';

export interface RehearsalQuery {
  readonly since: Date;
  readonly before: AlertSettings;
  readonly after: AlertSettings;
  readonly changes: readonly SettingChange[];
  /** The IANA zone of the days. */
  readonly zone: string;
}

export interface RehearsalDeps {
  readonly history: HistoryReader;
  readonly clock: Pick<Clock, 'now'>;
  readonly breathe: Breathe;
}

/** So long before, in ms, both settings begin: what lasts then, yesterday's close among it, is known by the time that counts. */
const WARM_UP_MS = 26 * 3_600_000;

/**
 * Runs the real `evaluate` over the recorded past with the former and the new settings, and compares what people would have
 * received. What people did is in neither of them. Null where nothing is recorded of that time. Rejects with HistoryUnavailableError, with the
 * signal's reason, and with what `breathe` rejects with.
 */
export async function rehearse(
  { since, before, after, changes, zone }: RehearsalQuery,
  { history, clock, breathe }: RehearsalDeps,
  signal?: AbortSignal,
): Promise<RehearsalReport | null> {
  const recorded = await history.targets(signal);
  const to = earlier(clock.now(), addMs(lastOf(recorded), 1));
  if (recorded.length === 0 || to <= since) return null;
  const begin = addMs(since, -WARM_UP_MS);
  const intervalMs = await recordedInterval(history, recorded, to, before.checkIntervalMs, signal);
  const settings = [before, after].map((each) => rehearsedSettings(each, intervalMs));
  const limits = silenceLimits(settings, recorded);
  const silentMs = (limits[0] ?? 0) / WAITS_FROM;
  const replays = settings.map((each) => new Replay(each, silentMs));
  const values = new ValuePoints(memoize((target: TargetId) => valueLimits(settings, target)));
  const gaps: HistoryGap[] = [];
  const watched: LocalDay[] = [];
  const withSigns = new Set<TargetId>();
  const running = new Set<TargetId>();
  let [exactFromMs, lastCheckMs, firstMs]: [number, number | null, number | null] = [Infinity, null, null];
  let apartMs = intervalMs;
  for (const day of localDays(to, Math.ceil(msBetween(begin, to) / DAY_MS) + 2, zone)) {
    const span = { from: later(day.from, begin), to: earlier(day.to, to) };
    if (span.from >= span.to) continue;
    signal?.throwIfAborted();
    const past = await readPast(history, recorded, { ...span, lastCheckMs, intervalMs }, signal);
    const points = turningPoints(past, limits);
    values.addTo(points, past);
    for (const replay of replays) await replay.run(past, points, breathe);
    if (past.times.some((ms) => ms >= since.getTime())) watched.push(day);
    firstMs ??= past.times[0] ?? null;
    lastCheckMs = past.times.at(-1) ?? lastCheckMs;
    exactFromMs = Math.min(exactFromMs, past.exactFromMs);
    apartMs = Math.max(apartMs, usualIntervalMs(past.times));
    gaps.push(...past.gaps);
    for (const { target, signs, hasRun } of past.targets) {
      if (signs.length > 0) withSigns.add(target);
      if (hasRun) running.add(target);
    }
  }
  if (firstMs === null || lastCheckMs === null || watched.length === 0) return null;
  const from = later(since, new Date(firstMs));
  const [was, is] = replays.map((replay) => replay.end());
  if (was === undefined || is === undefined) return null;
  const [alertsBefore, alertsAfter] = [was, is].map(({ alerts }) => alerts.filter(({ at }) => at >= from));
  const counted = { before: alertsBefore ?? [], after: alertsAfter ?? [] };
  return {
    ...{ asked: since, from, to, zone, changes, checkIntervalMs: apartMs },
    ...compareAlerts(was.alerts, is.alerts, { from, checkIntervalMs: apartMs }),
    before: { alerts: counted.before.length, messages: was.messagesSince(from) },
    after: { alerts: counted.after.length, messages: is.messagesSince(from) },
    rehearsed: counted,
    days: daysOf(watched, counted),
    rules: rulesOf(counted),
    gaps: joined(gaps, from),
    valuesExactFrom: Number.isFinite(exactFromMs) ? later(from, new Date(exactFromMs)) : null,
    unrecordedRules: UNRECORDED_RULES.filter((rule) =>
      [before, after].some((each) => unrecordedRulesIn(each).includes(rule)),
    ),
    unknownTargets: targetsIn(after).filter((id) => !recorded.some(({ target }) => target === id)),
    targetsWithoutSigns: [...running].filter((target) => !withSigns.has(target)),
    hasOtherInterval: before.checkIntervalMs !== after.checkIntervalMs,
    health: history.health(),
  };
}

const DAY_MS = 86_400_000;

const lastOf = (recorded: readonly RecordedTarget[]): Date =>
  recorded.reduce((last, { lastAt }) => later(last, lastAt), new Date(0));

/** Those that lasted into the time; one that was read with two days is one. */
function joined(gaps: readonly HistoryGap[], from: Date): readonly HistoryGap[] {
  const unique = new Map(gaps.map((gap) => [gap.from.getTime(), gap]));
  return [...unique.values()]
    .filter((gap) => gap.to > from)
    .map((gap) => ({ ...gap, from: later(gap.from, from) }));
}
