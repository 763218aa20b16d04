import { parseJson } from '../../lib/parseJson';
import type { TargetId } from '../../state/keys';
import type { TextSlot } from '../../storage/sharedTexts';
import { FIVE_MINUTES_MS, floorTo, HOUR_MS } from '../tiers/tiers';
import type { SharedClosing, SharedDay } from './closings';

const DAY_MS = 86_400_000;

/** A day's hash is kept for so long after it was last written, in ms: closing values of 7 days are asked for. */
export const HOURS_KEPT_MS = 9 * DAY_MS;
/** Days are shared for so long. */
export const DAYS_KEPT = 400;
export const DAYS_KEPT_MS = (DAYS_KEPT + 2) * DAY_MS;

/** When each target was last recorded by any instance, by its id. */
export const TARGETS_NAME = 'history:targets';

/** Another id: what was shared is lost. */
export const STORE_ID: TextSlot = { name: 'history:store', field: 'id' };

/** Twelve closing values are one text. */
export const hourSlot = (target: TargetId, ms: number): TextSlot => {
  const iso = new Date(ms).toISOString();
  return { name: `history:5min:${iso.slice(0, 10)}:${target}`, field: iso.slice(11, 13) };
};

export const daySlot = ({ target, zone, day }: Pick<SharedDay, 'target' | 'zone' | 'day'>): TextSlot => ({
  name: daysName(target, zone),
  field: day,
});

export const daysName = (target: TargetId, zone: string): string => `history:days:${zone}:${target}`;

/** A text with closing values of one hour; what no bot wrote is left out. */
export function closingsIn(text: string | null, target: TargetId, hourMs: number): readonly SharedClosing[] {
  const records = text === null ? null : parseJson(text);
  if (!Array.isArray(records)) return [];
  return records
    .slice(0, PER_HOUR)
    .flatMap((record, i): SharedClosing[] =>
      record === null ? [] : [{ target, startMs: hourMs + i * FIVE_MINUTES_MS, record }],
    );
}

export function hourText(closings: readonly SharedClosing[]): string {
  const records: unknown[] = Array.from({ length: PER_HOUR }, () => null);
  for (const { startMs, record } of closings)
    records[(startMs - floorTo(startMs, HOUR_MS)) / FIVE_MINUTES_MS] = record;
  return JSON.stringify(records);
}

const PER_HOUR = HOUR_MS / FIVE_MINUTES_MS;
