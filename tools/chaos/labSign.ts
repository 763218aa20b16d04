import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '../invariants/history';
import type { LabClient } from './redis/fixture';
import { SILENCE_MS } from './settings';

/** A write that Redis answers is done so soon, in ms. */
const WRITTEN_WITHIN_MS = 900;
/** So often, and so many times, it is looked whether something was written late, in ms. */
const FIND_EVERY_MS = 250;
const FIND_TIMES = 80;

/** One key that a trader of the lab writes again and again: when it truly was written, in ms since the epoch. */
export class LabSign {
  isOn = true;
  private written: readonly Run[] = [];
  /** Whether Redis has not answered the last write. */
  private isUnsure = false;

  constructor(
    readonly key: string,
    readonly ttlMs: number,
  ) {}

  get runs(): readonly Run[] {
    return this.written;
  }

  /** Writes it, if it is to be, and notes that it was; whether Redis took it. */
  async write(atMs: number, stored: () => Promise<void>): Promise<boolean> {
    if (!this.isOn) return true;
    const isStored = await stored().then(
      () => true,
      () => false,
    );
    this.isUnsure = !isStored;
    if (isStored) this.note(atMs);
    return isStored;
  }

  /**
   * A write that Redis did not answer may lie in its queue and be done after its writer's death: then Redis shows when that
   * was, by the key's TTL. Resolves to whether there was one.
   */
  async findLast(client: LabClient, now: () => number, isOver: () => boolean): Promise<boolean> {
    let found = false;
    for (let asked = 0; this.isUnsure && asked < FIND_TIMES && !isOver(); asked++) {
      await sleep(FIND_EVERY_MS);
      const leftMs = await client.call('pttl', this.key).then(Number, () => Number.NaN);
      const at = now() + leftMs - this.ttlMs;
      const last = this.written.at(-1)?.last ?? 0;
      if (leftMs > 0 && leftMs <= this.ttlMs && at > last + WRITTEN_WITHIN_MS) {
        this.note(at);
        found = true;
      }
    }
    return found;
  }

  /** One more write: of the last run, or after a silence. */
  private note(at: number): void {
    const last = this.written.at(-1);
    this.written =
      last === undefined || at - last.last > SILENCE_MS
        ? [...this.written, { first: at, last: at, everyMs: SILENCE_MS }]
        : [...this.written.slice(0, -1), { ...last, last: at }];
  }
}
