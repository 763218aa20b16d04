import type { Redis } from 'ioredis';

export const KEYS = ['state', 'outbox', 'retries', 'leases', 'messages', 'audit', 'changes'] as const;
export type Key = (typeof KEYS)[number];

export const keyOf = (name: Key): string => `{arbwatch}:alerts:${name}`;

type Damage = (client: Redis, name: Key) => Promise<unknown>;

/** Writes each text in a hash anew; an entry of the audit cannot be changed, and gets another beside it. */
const rewritten =
  (text: (before: string, field: string) => string): Damage =>
  async (client, name) => {
    if (name === 'audit') return client.xadd(keyOf(name), '*', 'entry', text('{"at":"2026"}', 'entry'));
    if (name === 'changes') return client.zadd(keyOf(name), 1, text('head', 'head'));
    for (const [field, before] of Object.entries(await client.hgetall(keyOf(name))))
      await client.hset(keyOf(name), field, text(before, field));
  };

/** What may happen to a key of the bot's own. */
export const DAMAGES: readonly (readonly [string, Damage])[] = [
  ['deleted, or evicted', (client, name) => client.del(keyOf(name))],
  ['overwritten with a text', (client, name) => client.set(keyOf(name), 'text')],
  [
    'a list by now',
    async (client, name) => [await client.del(keyOf(name)), await client.lpush(keyOf(name), 'x')],
  ],
  ['full of what is no JSON', rewritten(() => 'garbage{')],
  ['full of other JSON', rewritten(() => '[17]')],
  [
    'cut off in each text',
    rewritten((before, field) => (field === ':generation' ? before : before.slice(0, -1))),
  ],
];

/** Each key alone, and each two of them. */
export const SETS: readonly (readonly [string, readonly Key[]])[] = KEYS.flatMap((one, i) =>
  [[one], ...KEYS.slice(i + 1).map((other) => [one, other])].map((keys): [string, readonly Key[]] => [
    keys.join(' and '),
    keys,
  ]),
);

/** Lets the time pass for which deliveries are claimed: by Redis's clock, for which a test would have to wait. */
export async function letClaimsEnd(client: Redis): Promise<void> {
  if ((await client.type(keyOf('leases'))) !== 'hash') return;
  for (const [id, claim] of Object.entries(await client.hgetall(keyOf('leases'))))
    if (id !== ':generation') await client.hset(keyOf('leases'), id, claim.replace(/^\d+/, '0'));
}
