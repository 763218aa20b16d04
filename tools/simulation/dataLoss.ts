import type { Process } from './process';

type Survivor = Pick<Process, 'isAlive' | 'pausedUntil'>;

/** When Redis lost its data, and when nobody was left to remember it. All times are in ms since the epoch. */
export class DataLosses {
  readonly lost: number[] = [];
  readonly forgot: number[] = [];
  /** Processes that remember what Redis has just lost; null when it has been restored. */
  private survivors: Set<Survivor> | null = null;

  /** Redis has lost its data, which these still know; true when nobody does. */
  loses(survivors: readonly Survivor[], nowMs: number): boolean {
    this.lost.push(nowMs);
    this.survivors = new Set(survivors);
    return survivors.length === 0 && this.forgets(nowMs);
  }

  /** A process has died; true when it was the last that remembered. */
  died(nowMs: number): boolean {
    const { survivors } = this;
    if (survivors === null || survivors.size === 0) return false;
    return [...survivors].every(({ isAlive }) => !isAlive) && this.forgets(nowMs);
  }

  /**
   * Somebody has decided, which is stored with all that he remembers. True when he did not know what was lost, and all who
   * do are asleep: what they know later does not undo what is reported meanwhile.
   */
  decided(by: Survivor, nowMs: number): boolean {
    const { survivors } = this;
    if (survivors === null || survivors.size === 0) return false;
    if (survivors.has(by)) {
      this.survivors = null;
      return false;
    }
    return (
      [...survivors].every(({ isAlive, pausedUntil }) => !isAlive || pausedUntil > nowMs) &&
      this.forgets(nowMs)
    );
  }

  private forgets(nowMs: number): true {
    this.survivors = null;
    this.forgot.push(nowMs);
    return true;
  }
}
