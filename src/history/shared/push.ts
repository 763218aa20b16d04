import { msBetween } from '../../lib/time';
import type { TargetId } from '../../state/keys';
import type { SharedTexts, TextChange, TextSlot } from '../../storage/sharedTexts';
import { floorTo, HOUR_MS } from '../tiers/tiers';
import type { ClosingExchange, DayRange, SharedClosing } from './closings';
import { mergeDay, mergeHour } from './mergeTexts';
import { DAYS_KEPT_MS, daySlot, HOURS_KEPT_MS, hourSlot, TARGETS_NAME } from './sharedSlots';

interface PushDeps {
  readonly texts: SharedTexts;
  readonly history: Pick<ClosingExchange, 'nextToShare' | 'markShared' | 'daysToShare' | 'targets'>;
}

/** Another instance may be first again and again; then this one's values wait for the next time. */
const MAX_TRIES = 5;

/** Tells all closing values that are not shared yet; whose they are. */
export async function pushClosings({ texts, history }: PushDeps): Promise<readonly TargetId[]> {
  const targets = new Set<TargetId>();
  for (let batch = await history.nextToShare(); batch !== null; batch = await history.nextToShare()) {
    const byTarget = groupByTarget(batch.closings);
    const entries = [...byTarget].map(([target, closings]) => hourEntry(target, closings));
    if (!(await mergeInto(texts, entries, HOURS_KEPT_MS))) break;
    await history.markShared(batch);
    for (const target of byTarget.keys()) targets.add(target);
  }
  return [...targets];
}

function groupByTarget(closings: readonly SharedClosing[]): ReadonlyMap<TargetId, readonly SharedClosing[]> {
  const groups = new Map<TargetId, SharedClosing[]>();
  for (const closing of closings)
    groups.set(closing.target, [...(groups.get(closing.target) ?? []), closing]);
  return groups;
}

/** What is to stand in a slot, by what stands there. */
interface Entry extends TextSlot {
  merge(text: string | null): string;
}

function hourEntry(target: TargetId, closings: readonly SharedClosing[]): Entry {
  const hourMs = floorTo(closings[0]?.startMs ?? 0, HOUR_MS);
  return { ...hourSlot(target, hourMs), merge: (text) => mergeHour(text, hourMs, closings) };
}

/** Tells the last `days` days of each target. */
export async function pushDays({ texts, history }: PushDeps, { zone, until, days }: Days): Promise<void> {
  for (const { target, firstAt } of await history.targets()) {
    const known = Math.min(days, Math.ceil(msBetween(firstAt, until) / DAY_MS) + 1);
    for (let before = 0; before < known; before += DAYS_AT_ONCE) {
      const count = Math.min(DAYS_AT_ONCE, known - before);
      const some = await history.daysToShare({ target, zone, until, before, days: count });
      const entries = some.map((day) => ({
        ...daySlot(day),
        merge: (text: string | null) => mergeDay(text, day),
      }));
      await mergeInto(texts, entries, DAYS_KEPT_MS);
    }
  }
}

type Days = Pick<DayRange, 'zone' | 'until' | 'days'>;

/** A question to the history has a second to be answered. */
const DAYS_AT_ONCE = 40;
const DAY_MS = 86_400_000;

/** Names each target once a day, so that an instance that knows nothing finds them. */
export async function pushTargets(
  texts: SharedTexts,
  targets: readonly TargetId[],
  now: Date,
): Promise<void> {
  const today = now.toISOString().slice(0, 10);
  const entries = targets.map((field) => ({ name: TARGETS_NAME, field, merge: () => today }));
  await mergeInto(texts, entries, DAYS_KEPT_MS);
}

/** False where other instances were faster again and again. */
async function mergeInto(texts: SharedTexts, entries: readonly Entry[], keptForMs: number): Promise<boolean> {
  let left = entries;
  for (let tries = 0; left.length > 0 && tries < MAX_TRIES; tries++) {
    const known = await texts.get(left);
    const changes = left.flatMap((entry, i): (TextChange & { readonly entry: Entry })[] => {
      const expected = known[i] ?? null;
      const text = entry.merge(expected);
      const { name, field } = entry;
      return text === expected ? [] : [{ name, field, expected, text, keptForMs, entry }];
    });
    const done = await texts.swap(changes);
    left = changes.filter((_, i) => done[i] !== true).map(({ entry }) => entry);
  }
  return left.length === 0;
}
