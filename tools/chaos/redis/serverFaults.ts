import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { RedisServer } from '../../../test/helpers/redisServer';

/** What can be done to one redis-server, of whatever group. */

/** Killed, and started again with all that was written. */
export async function killedForMs(server: RedisServer, forMs: number): Promise<void> {
  await server.kill();
  await sleep(forMs);
  await server.restart();
}

/** Killed, and started again with nothing. */
export async function emptiedForMs(server: RedisServer, forMs: number): Promise<void> {
  await server.kill();
  await forget(server);
  await sleep(forMs);
  await server.restart();
}

/** Killed, and started again as it was `agoMs` before, from a snapshot. */
export async function setBackForMs(server: RedisServer, agoMs: number, forMs: number): Promise<void> {
  await asked(server, (client) => client.save());
  await sleep(agoMs);
  await server.kill();
  await rm(join(server.dir, 'appendonlydir'), { recursive: true, force: true });
  await sleep(forMs);
  await server.restart(['--appendonly', 'no']);
  await asked(server, (client) => client.config('SET', 'appendonly', 'yes'));
  await rm(join(server.dir, 'dump.rdb'), { force: true });
}

/** It hangs: connections stay open, and nothing is answered. */
export async function hungForMs(server: RedisServer, forMs: number): Promise<void> {
  server.pause();
  await sleep(forMs);
  server.resume();
}

/** CLIENT PAUSE, of all commands or of those that write. */
export async function pausedForMs(server: RedisServer, what: 'ALL' | 'WRITE', forMs: number): Promise<void> {
  await asked(server, (client) => client.call('CLIENT', 'PAUSE', `${Math.round(forMs)}`, what));
  await sleep(forMs);
}

/** DEBUG SLEEP: one command that takes as long. */
export async function sleptForMs(server: RedisServer, forMs: number): Promise<void> {
  await asked(server, (client) => client.call('DEBUG', 'SLEEP', (forMs / 1000).toFixed(3)));
}

/** Its memory is full: what would take more is refused. */
export async function fullForMs(server: RedisServer, forMs: number): Promise<void> {
  const limited = (bytes: string) =>
    asked(server, (client) =>
      client.call('CONFIG', 'SET', 'maxmemory', bytes, 'maxmemory-policy', 'noeviction'),
    );
  await limited('1');
  await sleep(forMs);
  await limited('0');
}

/** Its data is gone from the disk. */
async function forget(server: RedisServer): Promise<void> {
  await rm(join(server.dir, 'appendonlydir'), { recursive: true, force: true });
  await rm(join(server.dir, 'dump.rdb'), { force: true });
}

/** What a connection of its own is answered. */
export async function asked<T>(server: RedisServer, ask: (client: Redis) => Promise<T>): Promise<T> {
  const client = server.client();
  try {
    return await ask(client);
  } finally {
    client.disconnect();
  }
}
