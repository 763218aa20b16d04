import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CaseGroup, report, withEnv } from '../setUp';
import type { World } from '../world';

/** With a Redis user who may do everything on all keys but this. */
const asUserWithout =
  (...changes: readonly string[]) =>
  async (world: World) => {
    const acl = ['on', '>pw', 'resetkeys', '~*', '&*', '+@all', ...changes];
    await world.redis.client().call('ACL', 'SETUSER', 'reader', ...acl);
    world.after(() => world.redis.client().call('ACL', 'DELUSER', 'reader'));
    return { env: { REDIS_URL: world.redisUrl('redis://', 'redis://reader:pw@') } };
  };

/** What is wrong with a Redis that answers. */
export const redisContentCases: CaseGroup = {
  title: 'Redis itself',
  cases: [
    {
      name: 'no word on where Redis is',
      source: report('redis/ioredis', 851),
      wrong: withEnv({ REDIS_URL: undefined }),
      line: "warning  No setting says where the traders' Redis is: localhost:6379/0 is taken",
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'memory in place of Redis',
      source: null,
      wrong: withEnv({ REDIS_URL: 'memory:' }),
      line: 'error  REDIS_URL is memory: there are no traders in it, and what the bot keeps ends with it',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'an empty database',
      source: null,
      wrong: ({ redis }) => ({ env: { REDIS_URL: `${redis.url}/5` } }),
      line: 'error  No trader has a key there (prefix arbitrage)',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'another key prefix than the traders',
      source: null,
      wrong: withEnv({ STATE_KEY_PREFIX: 'arb' }),
      line: 'error  No trader has a key there (prefix arb)',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a trader in the file that does not exist',
      source: null,
      wrong: () => ({ files: { 'arbwatch.yaml': "targets: { 'live:production': {} }\n" } }),
      line: 'warning  Trader live:production of the configuration file has no key there',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'a Redis user who may not read hashes',
      source: report('redis/ioredis', 1211),
      wrong: asUserWithout('-hmget', '-hscan'),
      line: 'error  Redis denies, or does not know, hmget, hscan',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis user who may not read the keys of tuning',
      source: report('bitnami/charts', 5140),
      wrong: asUserWithout('resetkeys', '~live:*', '~paper:*', '~shadow:*', '~{arbwatch}:*'),
      line: 'error  The Redis user may not read keys of tuning:*, orchestrator:*, v2:*:control:state',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis user who may not follow changes',
      source: null,
      wrong: asUserWithout('-client|tracking'),
      line: 'warning  Redis does not let the bot follow changes of keys (client tracking)',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'a Redis user who may not write what the bot keeps',
      source: null,
      wrong: asUserWithout('-zadd', '-xadd'),
      line: 'error  Redis denies, or does not know, zadd, xadd',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis whose host has taken a command away',
      source: null,
      wrong: async (world) => {
        const { url } = await world.startRedis({ args: ['--rename-command', 'HSTRLEN', ''] });
        return { env: { REDIS_URL: url } };
      },
      line: 'error  Redis denies, or does not know, hstrlen',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a replica in place of the master',
      source: report('redis/go-redis', 1643),
      wrong: async (world) => {
        const { host, port } = world.redis;
        const replica = await world.startRedis({ args: ['--replicaof', `${host} ${port}`] });
        const client = replica.client();
        while (!(await client.info('replication')).includes('master_link_status:up')) await sleep(10);
        return { env: { REDIS_URL: replica.url } };
      },
      line: ({ lastRedis, redisVersion }) =>
        `warning  The traders' Redis at ${lastRedis}/0 answers, version ${redisVersion}, as a replica`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a replica that has lost its master',
      source: report('redis/docker-library-redis', 227),
      wrong: async (world) => {
        const { url } = await world.startRedis({ args: ['--replicaof', '127.0.0.1 1'] });
        return { env: { REDIS_URL: url } };
      },
      line: ({ lastRedis, redisVersion }) =>
        `error  The traders' Redis at ${lastRedis}/0 answers, version ${redisVersion}, as a replica without a master`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis that evicts any key',
      source: report('taskforcesh/bullmq', 419),
      wrong: async (world) => {
        await world.configure('maxmemory', '100mb');
        await world.configure('maxmemory-policy', 'allkeys-lru');
        return {};
      },
      line: 'error  Redis may evict any key when its memory is full (maxmemory-policy allkeys-lru)',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis whose memory is full',
      source: report('OptimalBits/bull', 2173),
      wrong: async (world) => {
        await world.configure('maxmemory', '1');
        return {};
      },
      line: "error  The bot's own keys cannot be written: Redis refuses writes: out of memory: OOM command not allowed when used memory > 'maxmemory'.",
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis that saves nothing',
      source: null,
      wrong: async (world) => {
        await world.configure('appendonly', 'no');
        await world.configure('save', '');
        return {};
      },
      line: 'warning  Redis saves nothing to disk: its restart loses what is acknowledged and what waits to be sent',
      code: 1,
      bot: 'warns',
    },
    {
      name: 'a Redis that cannot save, since its disk is full or not its own',
      source: report('redis/docker-library-redis', 227),
      wrong: async (world) => {
        const { url, dir, ...server } = await world.startRedis({
          args: ['--appendonly', 'no', '--save', '3600 1'],
        });
        const client = server.client();
        await client.ping();
        mkdirSync(join(dir, 'dump.rdb'));
        await client.bgsave();
        while ((await client.info('persistence')).includes('rdb_last_bgsave_status:ok')) await sleep(10);
        return { env: { REDIS_URL: url } };
      },
      line: 'error  No trader has a key there (prefix arbitrage)',
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis that waits for replicas before it takes writes',
      source: null,
      wrong: async (world) => {
        await world.configure('min-replicas-to-write', '1');
        return {};
      },
      line: "error  The bot's own keys cannot be written: Redis refuses writes: too few replicas follow it: NOREPLICAS Not enough good replicas to write.",
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a store of another bot',
      source: null,
      wrong: async ({ redis }) => {
        await redis.client().set('{arbwatch}:owner', 'somebodyelse');
        return {};
      },
      line: "error  The store is another bot's",
      code: 2,
      bot: 'refuses',
    },
    {
      name: 'a store of its own that is not there',
      source: null,
      wrong: withEnv({ STORE_REDIS_URL: 'redis://127.0.0.1:3' }),
      line: "error  The store at 127.0.0.1:3/0 cannot be used: arbwatch's store cannot be reached: connect ECONNREFUSED 127.0.0.1:3",
      code: 2,
      bot: 'unhealthy',
    },
  ],
};
