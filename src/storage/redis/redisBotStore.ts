import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../../redis/client';
import { RedisStore } from '../../state/stores/redisStore';
import { type BalanceNote, balanceNotesKey, encodeBalanceNote, readBalanceNotes } from '../balanceNotes';
import type { BotStore, SessionName, SessionRef } from '../botStore';
import { readStoredHash, SWAP_FIELD_SCRIPT } from '../hashFields';
import { peopleKey } from '../personal/personalSettings';
import { MARK_SEEN_SCRIPT, requestKey, SEEN_TTL_MS } from '../seenRequests';
import { encodeSessionName, nameField, readSessionNames, sessionNamesKey } from '../sessionNames';
import { DEFAULT_BOT_PREFIX, readTotal, TOTAL_TTL_MS, tuningTotalKey } from '../tuningTotals';

const PROBE_TTL_MS = 1000;

/** The bot's memory in Redis, shared by all its instances. */
export class RedisBotStore implements BotStore {
  private readonly store: RedisStore;

  constructor(
    private readonly redis: RedisClient,
    private readonly prefix: string = DEFAULT_BOT_PREFIX,
  ) {
    this.store = new RedisStore(redis);
  }

  tuningTotal(session: SessionRef): Promise<number | null> {
    return readTotal(this.store, tuningTotalKey(this.prefix, session));
  }

  async rememberTuningTotal(session: SessionRef, total: number): Promise<void> {
    const key = tuningTotalKey(this.prefix, session);
    await this.redis.write((commands) => commands.set(key, `${total}`, 'PX', TOTAL_TTL_MS));
  }

  sessionNames(): Promise<ReadonlyMap<string, SessionName>> {
    return readSessionNames(this.store, sessionNamesKey(this.prefix));
  }

  async nameSession(
    session: SessionRef,
    before: SessionName | null,
    name: SessionName | null,
  ): Promise<boolean> {
    const texts = [before, name].map((each) => (each === null ? '' : encodeSessionName(each)));
    const args = [nameField(session), ...texts];
    const key = sessionNamesKey(this.prefix);
    return (await this.redis.script(SWAP_FIELD_SCRIPT, [key], args)) === 1;
  }

  balanceNotes(): Promise<readonly BalanceNote[]> {
    return readBalanceNotes(this.store, balanceNotesKey(this.prefix));
  }

  async addBalanceNote(note: BalanceNote): Promise<void> {
    const key = balanceNotesKey(this.prefix);
    await this.redis.write((commands) => commands.hset(key, note.id, encodeBalanceNote(note)));
  }

  async removeBalanceNote(id: string): Promise<boolean> {
    const key = balanceNotesKey(this.prefix);
    return (await this.redis.write((commands) => commands.hdel(key, id))) > 0;
  }

  async people(): Promise<ReadonlyMap<string, string>> {
    return (await readStoredHash(this.store, peopleKey(this.prefix))) ?? new Map();
  }

  async replacePerson(userId: string, before: string | null, after: string | null): Promise<boolean> {
    const args = [userId, before ?? '', after ?? ''];
    const key = peopleKey(this.prefix);
    return (await this.redis.script(SWAP_FIELD_SCRIPT, [key], args)) === 1;
  }

  /** Resolves when Redis takes a write, which leaves nothing that lasts. Throws StateUnavailableError. */
  async tryWrite(): Promise<void> {
    await this.redis.write((commands) => commands.set(`{${this.prefix}}:probe`, '1', 'PX', PROBE_TTL_MS));
  }

  async markRequestSeen(id: string): Promise<boolean> {
    const args = [`${SEEN_TTL_MS}`, randomUUID()];
    const key = requestKey(this.prefix, id);
    return (await this.redis.script(MARK_SEEN_SCRIPT, [key], args, (reply) => reply === 1)) === 1;
  }
}
