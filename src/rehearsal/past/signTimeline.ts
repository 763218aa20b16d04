import { BEAT_MS } from '../../alerting/rules/gracePeriod';
import type { SilenceEvent } from '../../history/model/events';
import { lastUpTo } from './lastUpTo';

/** When one sign of life of a target was last written, at any moment of a time, by the silences that were recorded. In epoch ms. */
export class SignTimeline {
  /** `silences` are ascending. */
  constructor(
    readonly sign: string,
    /** From when on a write of it was observed. */
    readonly knownFromMs: number,
    private readonly silences: readonly SilenceEvent[],
  ) {}

  /**
   * The last write before a check. In a silence that is exact; outside of any it was less than 10 s ago, and is taken to have
   * been a second ago, as a trader writes.
   */
  writtenMs(checkMs: number): number {
    const freshMs = checkMs - BEAT_MS;
    const silence = lastUpTo(this.silences, checkMs - 1, ({ at }) => at.getTime());
    if (silence === null) return freshMs;
    const { at, lastSilentAt, endedAt } = silence;
    const isSilent = checkMs <= lastSilentAt.getTime() || endedAt === null || endedAt.getTime() > checkMs;
    return isSilent ? at.getTime() : Math.max(endedAt.getTime(), freshMs);
  }
}
