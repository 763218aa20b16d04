import type { Redis } from 'ioredis';

/** How many deliveries wait in Redis. */
export const waitingIn = async (client: Redis): Promise<number> =>
  (await client.hkeys('{arbwatch}:alerts:outbox')).filter((id) => id !== ':generation').length;
