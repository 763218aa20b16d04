import { createPrivateCa } from '../../../test/helpers/privateCa';
import { startSentinelGroup } from '../../../test/helpers/redisGroups';
import type { RedisServer } from '../../../test/helpers/redisServer';
import { type CaseGroup, report, withEnv } from '../setUp';
import type { World } from '../world';

/** A Redis that speaks TLS alone, with a certificate of a private authority for localhost. */
async function startTls(world: World): Promise<{ readonly server: RedisServer; readonly caFile: string }> {
  const ca = createPrivateCa();
  world.after(() => ca.remove());
  const server = await world.startRedis({ argsFor: (port) => ca.redisArgs(port) });
  return { server, caFile: ca.caFile };
}

const at = (url: string) => ({ env: { REDIS_URL: url } });

/** Why the traders' Redis cannot be used. */
export const redisReachCases: CaseGroup = {
  title: 'The way to Redis',
  cases: [
    {
      name: 'no Redis at the address, as localhost in a container',
      source: report('redis/ioredis', 763),
      wrong: withEnv({ REDIS_URL: 'redis://localhost:3' }),
      line: "error  The traders' Redis at localhost:3/0 cannot be used: Redis cannot be reached: connect ECONNREFUSED 127.0.0.1:3",
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a host that does not exist',
      source: null,
      wrong: withEnv({ REDIS_URL: 'redis://redis.invalid' }),
      line: "error  The traders' Redis at redis.invalid:6379/0 cannot be used: Redis cannot be reached: getaddrinfo ENOTFOUND redis.invalid",
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a web server in place of Redis',
      source: null,
      wrong: async (world) =>
        at((await world.startWeb((_, response) => response.end())).replace('http', 'redis')),
      line: ({ lastWeb }) =>
        `error  The traders' Redis at ${lastWeb}/0 cannot be used: Redis cannot be reached: what answers is no Redis`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'TLS to a Redis without',
      source: null,
      wrong: (world) => at(world.redisUrl('redis:', 'rediss:')),
      line: ({ redisAt }) =>
        `error  The traders' Redis at ${redisAt}/0 cannot be used: Redis cannot be reached: not connected`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'no TLS to a Redis with it',
      source: report('grafana-cold-storage/oncall', 3267),
      wrong: async (world) => at((await startTls(world)).server.url),
      line: ({ lastRedis }) =>
        `error  The traders' Redis at ${lastRedis}/0 cannot be used: Redis cannot be reached: it closes the connection`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a certificate of an authority that is not trusted',
      source: report('slackapi/node-slack-sdk', 1057),
      wrong: async (world) => at(`rediss://localhost:${(await startTls(world)).server.port}`),
      line: ({ lastRedis }) =>
        `error  The traders' Redis at localhost:${lastRedis.split(':').at(-1)}/0 cannot be used: Redis cannot be reached: self-signed certificate in certificate chain`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'no password to a Redis with one',
      source: report('redis/lettuce', 1379),
      wrong: async (world) => at((await world.startRedis({ password: 'hush' })).url.replace(':hush@', '')),
      line: ({ lastRedis }) =>
        `error  The traders' Redis at ${lastRedis}/0 cannot be used: Redis refuses: NOAUTH Authentication required.`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a wrong password',
      source: report('redis/ioredis', 1944),
      wrong: async (world) => at((await world.startRedis({ password: 'hush' })).url.replace('hush', 'hash')),
      line: ({ lastRedis }) =>
        `error  The traders' Redis at ${lastRedis}/0 cannot be used: Redis refuses: WRONGPASS invalid username-password pair or user is disabled.`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a database that this Redis has not got',
      source: null,
      wrong: ({ redis }) => at(`${redis.url}/16`),
      line: ({ redisAt }) =>
        `error  The traders' Redis at ${redisAt}/16 cannot be used: Redis refuses: ERR DB index is out of range`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis with no connection left',
      source: null,
      wrong: async (world) => {
        const server = await world.startRedis({ args: ['--maxclients', '1'] });
        await server.client().ping();
        return at(server.url);
      },
      line: ({ lastRedis }) =>
        `error  The traders' Redis at ${lastRedis}/0 cannot be used: Redis cannot be reached: it closes the connection`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a Redis that hangs',
      source: null,
      wrong: async (world) => {
        const server = await world.startRedis();
        server.pause();
        return at(server.url);
      },
      line: ({ lastRedis }) =>
        `error  The traders' Redis at ${lastRedis}/0 cannot be used: Redis does not answer in time: no answer within 1000 ms`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'the address of a Sentinel in place of that of Redis',
      source: null,
      wrong: async (world) => {
        const server = await world.startRedis({ configFile: '', args: ['--sentinel'] });
        return at(server.url);
      },
      line: ({ lastRedis }) => `error  At ${lastRedis}/0 a Sentinel answers, not Redis`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a wrong name of the master',
      source: report('redis/ioredis', 397),
      wrong: async (world) => {
        const group = await startSentinelGroup();
        world.after(() => group.stop());
        const { host, port } = group.sentinel;
        world.lastRedis = `${host}:${port}`;
        return {
          env: {
            REDIS_URL: undefined,
            REDIS_SENTINELS: `${host}:${port}`,
            REDIS_SENTINEL_NAME: 'mymaster',
          },
        };
      },
      line: ({ lastRedis }) =>
        `error  The traders' Redis at mymaster by ${lastRedis} cannot be used: Redis cannot be reached: failed to connect to sentinel ${lastRedis} because ERR No such master with that name`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a node of a cluster in place of a single Redis',
      source: report('redis/ioredis', 1606),
      wrong: async (world) => at((await world.startRedis({ args: ['--cluster-enabled', 'yes'] })).url),
      line: ({ lastRedis }) =>
        `error  The traders' Redis at ${lastRedis}/0 is a node of a Redis Cluster: most keys are on others`,
      code: 2,
      bot: 'unhealthy',
    },
    {
      name: 'a single Redis in place of a cluster',
      source: null,
      wrong: ({ redis }) => ({
        env: { REDIS_URL: undefined, REDIS_CLUSTER: `${redis.host}:${redis.port}` },
      }),
      line: ({ redisAt }) =>
        `error  The traders' Redis at cluster of ${redisAt} cannot be used: Redis refuses: ERR This instance has cluster support disabled`,
      code: 2,
      bot: 'unhealthy',
    },
  ],
};
