import type { Redis } from 'ioredis';
import { eventually } from './eventually';

/**
 * Resolves once a bot has observed its trader to live: only a write that comes between two checks is a sign of life.
 * `write` lets the trader write once more; nothing unless given, for one that goes on writing by itself.
 */
export const observedAlive = (client: Redis, write: () => Promise<unknown> = async () => null) =>
  eventually(async () => {
    await write();
    return String(await client.hvals('{arbwatch}:alerts:state')).includes('"state":"fresh"');
  }, 'the trader was observed to live');
