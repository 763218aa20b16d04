import { MemoryHistory } from '../../src/history/memory/memoryHistory';
import type { FieldValues } from '../../src/history/model/fields';
import type { Clock } from '../../src/lib/clock';
import { observed, sample } from './historySamples';

/** The values of each target at a moment; null for a target that is down then, undefined for none. */
export type ValuesAt = (at: Date) => Readonly<Record<string, FieldValues | null>>;

/** A history of checks every `everyMs` from `from` to `to`; a moment for which `valuesAt` is null was not checked. */
export function recordedHistory(
  { from, to, everyMs, clock }: { from: Date; to: Date; everyMs: number; clock: Clock },
  valuesAt: (at: Date) => ReturnType<ValuesAt> | null,
): MemoryHistory {
  const history = new MemoryHistory({ missedAfterMs: 1.5 * everyMs, clock });
  for (let ms = from.getTime(); ms <= to.getTime(); ms += everyMs) {
    const at = new Date(ms);
    const values = valuesAt(at);
    if (values === null) continue;
    const samples = Object.entries(values).map(([target, of]) =>
      of === null
        ? sample(target, {}, { status: 'down', life: { isDown: true, since: null } })
        : sample(target, of),
    );
    history.record(observed(at, ...samples));
  }
  return history;
}
