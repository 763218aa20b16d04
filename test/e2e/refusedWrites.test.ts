import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { clockOf } from '../../sandbox/clock';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const PLACE = { user: 'operator', channel: 'ops' };
const WAIT_MS = 20_000;
jest.setTimeout(60_000);

/** A way in which a real Redis comes to refuse writes, and takes them again. */
interface Refusal {
  readonly says: string;
  readonly until: string;
  begin(client: Redis, redis: RedisServer): Promise<unknown>;
  end(client: Redis, redis: RedisServer): Promise<unknown>;
}

/** In place of the file that a save would write. */
const inTheWay = ({ dir }: RedisServer): string => join(dir, 'dump.rdb');

const saveFails = async (client: Redis, fails: boolean): Promise<void> => {
  await client.bgsave();
  await eventually(
    async () => (await client.info('persistence')).includes(`rdb_last_bgsave_status:${fails ? 'err' : 'ok'}`),
    `saving ${fails ? 'fails' : 'succeeds'}`,
  );
};

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'whose memory is full': {
    says: 'Redis refuses writes: out of memory',
    until: 'until Redis has free memory again',
    begin: (client) => client.config('SET', 'maxmemory', '1'),
    end: (client) => client.config('SET', 'maxmemory', '0'),
  },
  'that has too few replicas': {
    says: 'Redis refuses writes: too few replicas follow it',
    until: 'until enough replicas follow Redis again',
    begin: (client) => client.config('SET', 'min-replicas-to-write', '1'),
    end: (client) => client.config('SET', 'min-replicas-to-write', '0'),
  },
  'that failed to save its data': {
    says: 'Redis refuses writes: it cannot save its data to disk',
    until: 'until Redis can save to disk again',
    begin: async (client, redis) => {
      await mkdir(inTheWay(redis));
      await saveFails(client, true);
    },
    end: async (client, redis) => {
      await rmdir(inTheWay(redis));
      await saveFails(client, false);
    },
  },
  'that is a replica': {
    says: 'Redis refuses writes: it is a read-only replica',
    until: 'until arbwatch is connected to the master of Redis again',
    begin: (client) => client.replicaof('127.0.0.1', '1'),
    end: (client) => client.replicaof('NO', 'ONE'),
  },
};

let redis: RedisServer;
let bot: BotUnderTest;
let aheadMs = 0;

beforeEach(async () => {
  aheadMs = 0;
  redis = await startRedis({ args: ['--save', '3600 100000'] });
  await loadRecording(redis.client());
  bot = await startBotUnderTest({
    redisUrl: redis.url,
    clock: clockOf(() => Date.now() + aheadMs),
    env: { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', OUTAGE_AFTER: '30' },
  });
});
afterEach(async () => {
  await bot.stop();
  await redis.stop();
});

const ask = async (command: string, text = ''): Promise<string> => {
  const before = bot.slack.seenBy('operator', 'ops').length;
  expect((await bot.slack.command(command, text, PLACE)).failure).toBeNull();
  return (await bot.slack.until(() => bot.slack.seenBy('operator', 'ops')[before], 8_000)).shown;
};

const ready = async () => {
  const response = await fetch(`${bot.url}/readyz`);
  const said = (await response.json()) as Readonly<Record<string, { readonly detail: string }>>;
  return { status: response.status, redis: said.redis?.detail };
};

const alerts = () =>
  bot.slack
    .seenBy('operator', 'trading-alerts')
    .filter(({ author, threadTs, shown }) => author === 'arbwatch' && threadTs === null && shown !== '');
const outage = () => alerts().find(({ shown }) => /Storage outage|Storage resumed/.test(shown));

const redisDetail = async (detail: string) =>
  eventually(async () => (await ready()).redis === detail, `/readyz says "${detail}"`);

test.each(Object.entries(REFUSALS))(
  'All answers and alerts about a Redis %s say that it refuses writes, none that it cannot be read',
  async (_, { says, until, begin, end }) => {
    await eventually(
      async () => (await redis.client().exists('{arbwatch}:alerts:state')) === 1,
      'the bot has checked',
    );
    expect((await ready()).redis).toBe('Redis answers');
    await begin(redis.client(), redis);
    await redisDetail(says);
    expect((await ready()).status).toBe(503);

    expect(await ask('/arb-status', 'paper')).toContain('1,287');
    const tuning = await ask('/arb-tuning', 'd28 20');
    expect(tuning).toContain('10 of 20 iterations');
    expect(tuning).toContain(`The total could not be stored: ${says}. Give it again next time.`);
    const test = await ask('/arb-alerts', 'test');
    expect(test).toContain(`${says}.`);
    expect(test).toContain(`cannot be stored ${until}`);
    expect(test).not.toMatch(/cannot be (read|seen)/);

    aheadMs = 40_000;
    const alert = await bot.slack.until(outage, WAIT_MS);
    expect(alert.shown).toContain(`Storage outage: ${says}`);
    expect(alert.shown).toContain(`Acknowledging, snoozing and muting wait ${until}`);
    expect(alert.shown).toContain(
      'no trader is reported down or recovered while none of them is seen to write',
    );
    expect(await ask('/arb-alerts')).toContain(`Storage outage: ${says}`);

    await end(redis.client(), redis);
    await redisDetail('Redis answers');
    await bot.slack.until(() => outage()?.edited || null, WAIT_MS);
    expect(outage()?.shown).toMatch(/Storage resumed after .*\n.*Nothing could be stored from/);
    expect(outage()?.ts).toBe(alert.ts);

    const said = bot.log.lines().map(({ msg }) => `${msg}`);
    expect(said.filter((line) => line.startsWith(says))).toHaveLength(1);
    expect(said).toContain('Redis accepts writes again');
    expect(said.filter((line) => /cannot be (read|reached)|is available again/.test(line))).toEqual([]);
  },
);
