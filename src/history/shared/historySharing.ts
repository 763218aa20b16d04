import { randomUUID } from 'node:crypto';
import { type Clock, endsWithin, type Sleep, systemSleep } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { StateUnavailableError } from '../../redis/errors';
import { type SharedTexts, SharedTextsRefusedError } from '../../storage/sharedTexts';
import { HistoryUnavailableError } from '../historyReader';
import { FIVE_MINUTES_MS, floorTo, HOUR_MS } from '../tiers/tiers';
import type { ClosingExchange } from './closings';
import { pullClosings, pullDays } from './pull';
import { pushClosings, pushDays, pushTargets } from './push';
import { DAYS_KEPT, DAYS_KEPT_MS, STORE_ID } from './sharedSlots';

/** The last checks of five minutes come some time after they are over; then instances are a little apart. In ms. */
const DELAY_MS = { least: 20_000, spread: 20_000 };
/** As far back as closing values are shared, in ms. */
const FIRST_PULL_MS = 7 * 24 * HOUR_MS;

export interface HistorySharingDeps {
  readonly texts: SharedTexts;
  readonly history: ClosingExchange;
  readonly clock: Clock;
  readonly log: Logger;
  /** The IANA zone of days. */
  readonly zone: () => string;
  readonly sleep?: Sleep;
  readonly random?: () => number;
}

/** Tells the other instances the closing values of this one, and asks for theirs, every five minutes. */
export class HistorySharing {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private lastFailure: string | null = null;
  private hasPulledDays: string | null = null;

  constructor(private readonly deps: HistorySharingDeps) {}

  start(): void {
    this.running = this.run();
  }

  async stop(limitMs: number): Promise<void> {
    this.stopping.abort();
    await endsWithin(this.running, limitMs);
  }

  /** Once, whatever becomes of it. */
  async exchange(): Promise<void> {
    const { clock, history, log } = this.deps;
    // Who writes the file shares what is in it.
    if (!history.isWriter()) return;
    try {
      await this.exchangeAll();
      history.markSharedAt(clock.now());
      if (this.lastFailure !== null) log.info('history is shared again');
      this.lastFailure = null;
    } catch (error) {
      if (!isExpected(error)) throw error;
      if (this.lastFailure !== error.message) log.warn({ reason: error.message }, 'history cannot be shared');
      this.lastFailure = error.message;
    }
  }

  private async run(): Promise<void> {
    const { clock, sleep = systemSleep, random = Math.random, log } = this.deps;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.exchange().catch((error: unknown) =>
        log.error({ err: error }, 'failed to share the history'),
      );
      const nowMs = clock.now().getTime();
      const untilMs = floorTo(nowMs, FIVE_MINUTES_MS) + FIVE_MINUTES_MS - nowMs;
      const delayMs = DELAY_MS.least + random() * DELAY_MS.spread;
      await sleep(untilMs + delayMs, signal).catch(() => null);
    }
  }

  private async exchangeAll(): Promise<void> {
    const { texts, history, clock } = this.deps;
    const now = clock.now();
    const marks = await history.shareMarks();
    const storeId = await this.storeId();
    const isOther = storeId !== marks.storeId;
    if (isOther) await history.shareAgain();
    const knownMs = isOther ? null : marks.pulledUntilMs;
    const sinceMs = Math.max(now.getTime() - FIRST_PULL_MS, (knownMs ?? 0) - HOUR_MS);
    await pullClosings(this.deps, { fromMs: sinceMs, toMs: now.getTime() });
    if (marks.storeId === null) this.hasPulledDays = null;
    await this.pullDaysOnce(storeId, now);
    await pushTargets(texts, await pushClosings(this.deps), now);
    const range = { zone: this.deps.zone(), until: now };
    await pushDays(this.deps, { ...range, days: isOther ? DAYS_KEPT : 2 });
    await history.setShareMarks({ pulledUntilMs: now.getTime(), storeId });
  }

  /** Days change no more once they are over, but for what is shared here. */
  private async pullDaysOnce(storeId: string, now: Date): Promise<void> {
    const key = `${storeId} ${this.deps.zone()}`;
    if (this.hasPulledDays === key) return;
    await pullDays(this.deps, this.deps.zone(), now);
    this.hasPulledDays = key;
  }

  /** Of the store as it is now; a new one where it has lost what was shared. */
  private async storeId(): Promise<string> {
    const { texts } = this.deps;
    const [known] = await texts.get([STORE_ID]);
    if (known != null) return known;
    const text = randomUUID();
    const [isOwn] = await texts.swap([{ ...STORE_ID, expected: null, text, keptForMs: DAYS_KEPT_MS }]);
    return isOwn === true ? text : this.storeId();
  }
}

/** Neither the store nor the history has to be there. */
const isExpected = (error: unknown): error is Error =>
  [StateUnavailableError, SharedTextsRefusedError, HistoryUnavailableError].some(
    (kind) => error instanceof kind,
  );
