import type { Clock, Sleep } from '../../src/lib/clock';
import type { EventQueue } from './eventQueue';

/** Ends a process at one of its calls, before or after that has its effect. */
export interface DeathAtCall {
  /** The how-manieth call from now. */
  calls: number;
  readonly when: 'before' | 'after';
  readonly where: 'slack' | 'anywhere';
}

const CUT_SHORT = new Error('a sleep was cut short');

/** One process of an instance of the bot, from its start to its death: what it is called with, and when. */
export class Process {
  isAlive = true;
  death: DeathAtCall | null = null;
  pausedUntil = Number.NEGATIVE_INFINITY;
  /** Its machine's clock minus the true time, in ms. */
  clockErrorMs = 0;

  constructor(
    private readonly queue: EventQueue,
    private readonly died: () => void,
  ) {}

  readonly clock: Clock = {
    now: () => new Date(this.queue.nowMs + this.clockErrorMs),
    monotonicMs: () => this.queue.nowMs,
  };

  readonly sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      const cut = () => reject(CUT_SHORT);
      signal?.addEventListener('abort', cut, { once: true });
      this.schedule(ms, () => {
        signal?.removeEventListener('abort', cut);
        resolve();
      });
    });

  /** Does something in the process after `ms`: never when it is dead by then, and later when it is paused. */
  schedule(ms: number, act: () => void): void {
    this.queue.after(ms, () => this.now(act));
  }

  private now(act: () => void): void {
    if (!this.isAlive) return;
    if (this.pausedUntil > this.queue.nowMs) {
      this.queue.at(this.pausedUntil, () => this.now(act));
      return;
    }
    this.queue.wakes();
    act();
  }

  /** Takes note of a call. False when the process has died before it could be made. */
  calls(where: 'slack' | 'redis' | 'webhook'): boolean {
    const { death } = this;
    if (!this.isAlive) return false;
    if (death === null || (death.where === 'slack' && where !== 'slack')) return true;
    death.calls -= 1;
    if (death.calls > 0) return true;
    this.kill();
    return death.when === 'after';
  }

  /** From now on it does nothing and is called no more. */
  kill(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.died();
  }
}
