import type { BotStore, SessionRef } from './botStore';
import type { MemoryStore } from './memoryStore';
import { DEFAULT_BOT_PREFIX, readTotal, TOTAL_TTL_MS, tuningTotalKey } from './tuningTotals';

/** The bot's memory in a store in memory; fails when that does. */
export class MemoryBotStore implements BotStore {
  constructor(
    private readonly store: MemoryStore,
    private readonly prefix: string = DEFAULT_BOT_PREFIX,
  ) {}

  tuningTotal(session: SessionRef): Promise<number | null> {
    return readTotal(this.store, tuningTotalKey(this.prefix, session));
  }

  async rememberTuningTotal(session: SessionRef, total: number): Promise<void> {
    await this.store.ping();
    this.store.set(tuningTotalKey(this.prefix, session), `${total}`, TOTAL_TTL_MS);
  }
}
