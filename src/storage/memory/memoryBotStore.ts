import { WrongTypeError } from '../../redis/errors';
import type { MemoryStore } from '../../state/stores/memoryStore';
import { type BalanceNote, balanceNotesKey, encodeBalanceNote, readBalanceNotes } from '../balanceNotes';
import type { BotStore, SessionName, SessionRef } from '../botStore';
import { readStoredHash } from '../hashFields';
import { peopleKey } from '../personal/personalSettings';
import { requestKey, SEEN_TTL_MS } from '../seenRequests';
import { encodeSessionName, nameField, readSessionNames, sessionNamesKey } from '../sessionNames';
import { DEFAULT_BOT_PREFIX, readTotal, TOTAL_TTL_MS, tuningTotalKey } from '../tuningTotals';

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

  sessionNames(): Promise<ReadonlyMap<string, SessionName>> {
    return readSessionNames(this.store, sessionNamesKey(this.prefix));
  }

  async nameSession(
    session: SessionRef,
    before: SessionName | null,
    name: SessionName | null,
  ): Promise<boolean> {
    const [key, field] = [sessionNamesKey(this.prefix), nameField(session)];
    const now = (await this.sessionNames()).get(field) ?? null;
    if (textOf(now) === textOf(name)) return true;
    if (textOf(now) !== textOf(before)) return false;
    if (name === null) this.store.deleteField(key, field);
    else this.store.setHash(key, { [field]: encodeSessionName(name) });
    return true;
  }

  balanceNotes(): Promise<readonly BalanceNote[]> {
    return readBalanceNotes(this.store, balanceNotesKey(this.prefix));
  }

  async addBalanceNote(note: BalanceNote): Promise<void> {
    await this.store.ping();
    this.store.setHash(balanceNotesKey(this.prefix), { [note.id]: encodeBalanceNote(note) });
  }

  async removeBalanceNote(id: string): Promise<boolean> {
    await this.store.ping();
    return this.store.deleteField(balanceNotesKey(this.prefix), id);
  }

  async people(): Promise<ReadonlyMap<string, string>> {
    return (await readStoredHash(this.store, peopleKey(this.prefix))) ?? new Map();
  }

  async replacePerson(userId: string, before: string | null, after: string | null): Promise<boolean> {
    const key = peopleKey(this.prefix);
    const now = (await this.people()).get(userId) ?? null;
    if (now !== before && now !== after) return false;
    if (after === null) this.store.deleteField(key, userId);
    else this.store.setHash(key, { [userId]: after });
    return true;
  }

  async markRequestSeen(id: string): Promise<boolean> {
    const key = requestKey(this.prefix, id);
    await this.store.ping();
    const isNew = this.noted(key) === 1;
    if (isNew) this.store.expire(key, SEEN_TTL_MS);
    return isNew;
  }

  /** How often it was noted; of a key that no bot made, that is not known. */
  private noted(key: string): number {
    try {
      return Number(this.store.incrByFloat(key, 1));
    } catch (error) {
      if (error instanceof WrongTypeError || error instanceof RangeError) return Number.NaN;
      throw error;
    }
  }
}

const textOf = (name: SessionName | null): string => (name === null ? '' : encodeSessionName(name));
