import { parseJson } from '../../lib/parseJson';
import type { TargetId } from '../../state/keys';
import type { SharedTexts } from '../../storage/sharedTexts';
import type { ClosingRecord } from '../tiers/closingCodec';
import type { Interval } from '../tiers/intervals';
import { floorTo, HOUR_MS } from '../tiers/tiers';
import type { ClosingExchange, SharedDay } from './closings';
import { closingsIn, DAYS_KEPT_MS, daysName, hourSlot, TARGETS_NAME } from './sharedSlots';

interface PullDeps {
  readonly texts: SharedTexts;
  readonly history: Pick<ClosingExchange, 'importClosings' | 'importDays'>;
}

/** So many hours of all targets are asked for at once. */
const HOURS_AT_ONCE = 4;
/** A question to the history has a second to be answered. */
const CLOSINGS_AT_ONCE = 500;

/** Takes over the closing values of that time, the newest first. */
export async function pullClosings({ texts, history }: PullDeps, { fromMs, toMs }: Interval): Promise<void> {
  const targets = await sharedTargets(texts);
  const slots = hoursOf({ fromMs, toMs }).flatMap((hourMs) =>
    targets.map((target) => ({ ...hourSlot(target, hourMs), target, hourMs })),
  );
  const atOnce = HOURS_AT_ONCE * Math.max(1, targets.length);
  for (let from = 0; from < slots.length; from += atOnce) {
    const some = slots.slice(from, from + atOnce);
    const found = await texts.get(some);
    const closings = some.flatMap(({ target, hourMs }, i) => closingsIn(found[i] ?? null, target, hourMs));
    for (let i = 0; i < closings.length; i += CLOSINGS_AT_ONCE)
      await history.importClosings(closings.slice(i, i + CLOSINGS_AT_ONCE));
  }
}

function hoursOf({ fromMs, toMs }: Interval): readonly number[] {
  const hours: number[] = [];
  for (let hourMs = floorTo(toMs, HOUR_MS); hourMs > fromMs - HOUR_MS; hourMs -= HOUR_MS) hours.push(hourMs);
  return hours;
}

const sharedTargets = async (texts: SharedTexts): Promise<readonly TargetId[]> =>
  [...(await texts.all(TARGETS_NAME)).keys()].sort();

/** Takes over all days, and removes those that are too old. */
export async function pullDays({ texts, history }: PullDeps, zone: string, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - DAYS_KEPT_MS).toISOString().slice(0, 10);
  for (const target of await sharedTargets(texts)) {
    const name = daysName(target, zone);
    const all = [...(await texts.all(name))];
    const days = all.flatMap(([day, text]): SharedDay[] => {
      const record = parseJson(text);
      return record === undefined || day < oldest
        ? []
        : [{ target, zone, day, record: record as ClosingRecord }];
    });
    for (let i = 0; i < days.length; i += CLOSINGS_AT_ONCE)
      await history.importDays(days.slice(i, i + CLOSINGS_AT_ONCE));
    const old = all.map(([day]) => day).filter((day) => day < oldest);
    if (old.length > 0) await texts.remove(name, old);
  }
}
