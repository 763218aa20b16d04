import type { RedisClient } from '../../redis/client';
import { hashEntries } from '../alertCodec';

/** What version 0.1 of the bot stored, under other keys. */
export interface Version01Store {
  /** Null where there is nothing of it. */
  load(): Promise<{ readonly known: string; readonly messages: ReadonlyMap<string, string> } | null>;
  /** Deletes all of it, once it is taken over. */
  remove(): Promise<void>;
}

const NAMES = ['known', 'messages', 'deliveries', 'attempts', 'claims', 'audit'];

const LOAD = `
local known = redis.pcall('HGET', KEYS[1], 'known')
if type(known) ~= 'string' then return {} end
local messages = redis.pcall('HGETALL', KEYS[2])
return { known, messages.err and {} or messages }
`;

/** The bot's Redis user may not have the right to DEL. */
const REMOVE = `
for _, key in ipairs(KEYS) do redis.call('SET', key, '', 'PX', 1) end
return #KEYS
`;

export function version01In(redis: RedisClient, prefix: string): Version01Store {
  const keys = NAMES.map((name) => `{${prefix}}:ledger:${name}`);
  return {
    async load() {
      const reply = await redis.script(LOAD, keys, []);
      const [known, messages] = Array.isArray(reply) ? reply : [];
      return typeof known === 'string' ? { known, messages: new Map(hashEntries(messages)) } : null;
    },
    async remove() {
      await redis.script(REMOVE, keys, []);
    },
  };
}
