import { HISTORY_FLAGS, type TargetSample } from '../../model/checkRecord';
import { RARE_COUNTERS, SILENCE_MIN_MS, type StateAt } from '../../model/events';
import type { SqliteValue } from '../driver';
import { stateBefore } from '../read/stateAt';
import type { Statements } from '../statements';

/** What targets said last, so that only what changes becomes an event. */
export class EventWriter {
  private readonly states = new Map<number, StateAt>();
  /** By target and sign. */
  private readonly openSilences = new Map<string, number>();

  constructor(private readonly db: Statements) {}

  /**
   * To be called in a transaction; `forget` where it is rolled back. Since when it has been up or down, where that changed
   * before the check; else null.
   */
  write(id: number, sample: TargetSample, atMs: number): number | null {
    const { target, status, life, flags, values, signs, counters: seen = values } = sample;
    const known = this.states.get(id) ?? stateBefore(this.db, id, target, Number.MAX_SAFE_INTEGER);
    const put = (kind: string, name: string, old: SqliteValue, is: SqliteValue) =>
      this.db.run(PUT, id, kind, name, atMs, old, is, null);
    if (status !== known.status) put('status', '', known.status, status);
    const changedMs = life.isDown === known.isDown ? null : this.writeLife(id, sample, atMs);
    for (const flag of HISTORY_FLAGS)
      if (flags[flag] !== known.flags[flag]) put('flag', flag, bit(known.flags[flag]), bit(flags[flag]));
    const counters = { ...known.counters };
    for (const counter of RARE_COUNTERS) {
      const value = seen[counter];
      if (value === undefined || value === counters[counter]) continue;
      put('counter', counter, counters[counter], value);
      counters[counter] = value;
    }
    const unknown = signs.map(({ sign }) => sign).filter((sign) => !known.signs.includes(sign));
    for (const sign of unknown) put('sign', sign, null, null);
    const names = [...known.signs, ...unknown].sort();
    this.states.set(id, { target, status, isDown: life.isDown, flags, counters, signs: names });
    this.writeSilences(id, sample, atMs);
    return changedMs;
  }

  forget(): void {
    this.states.clear();
    this.openSilences.clear();
  }

  /** Each change is after the one before, whenever it is noticed. */
  private writeLife(id: number, { life }: TargetSample, atMs: number): number {
    const lastMs = this.db.row<[number | null]>(LAST_LIFE, id)?.[0] ?? NONE;
    const sinceMs = Math.max(life.since?.getTime() ?? atMs, lastMs);
    this.db.run(PUT, id, 'life', '', sinceMs, null, Number(life.isDown), atMs);
    return sinceMs;
  }

  private writeSilences(id: number, { signs }: TargetSample, atMs: number): void {
    for (const { sign, writtenAt } of signs) {
      const key = `${id} ${sign}`;
      const writtenMs = writtenAt.getTime();
      const openMs = this.openSilences.get(key) ?? this.newestSilence(id, sign);
      const hasEnded = openMs < writtenMs;
      if (hasEnded && openMs > NONE) this.db.run(END_SILENCE, writtenMs, id, sign, openMs);
      const isSilent = atMs - writtenMs > SILENCE_MIN_MS && openMs <= writtenMs;
      if (isSilent) this.db.run(PUT, id, 'silence', sign, writtenMs, null, null, atMs);
      this.openSilences.set(key, isSilent ? writtenMs : hasEnded ? NONE : openMs);
    }
  }

  /** When the one began that lasts, by the last write before it. */
  private newestSilence(id: number, sign: string): number {
    const [at, ended] = this.db.row<[number, number | null]>(NEWEST_SILENCE, id, sign) ?? [NONE, null];
    return ended === null ? at : NONE;
  }
}

const NONE = Number.NEGATIVE_INFINITY;

const bit = (flag: boolean | null): number | null => (flag === null ? null : Number(flag));

const PUT = 'INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)';

/** Of a silence `at` is the last write before, `until` the last check in it, and `new` the write after. */
const END_SILENCE = "UPDATE events SET new = ? WHERE target = ? AND kind = 'silence' AND name = ? AND at = ?";
const LAST_LIFE = "SELECT max(at) FROM events WHERE target = ? AND kind = 'life' AND name = ''";
const NEWEST_SILENCE =
  "SELECT at, new FROM events WHERE target = ? AND kind = 'silence' AND name = ? ORDER BY at DESC LIMIT 1";
