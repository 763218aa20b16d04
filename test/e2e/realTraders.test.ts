import { isoformat } from '../../sandbox/demo/pythonText';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { observedAlive } from '../helpers/observedAlive';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const STALE_AFTER_S = 3;
const CHECK_EVERY_S = 1;
/** Two cores with much to do; Redis and Slack answer within it, in ms. */
const MOMENT_MS = 1_500;
const WAIT_MS = 20_000;
const PLACE = { user: 'operator', channel: 'ops' };

let redis: RedisServer;
let bot: BotUnderTest;
let writing: NodeJS.Timeout | undefined;

beforeEach(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  stopWriting();
  await bot.stop();
  await redis.stop();
});

const startBot = async (): Promise<void> => {
  bot = await startBotUnderTest({
    redisUrl: redis.url,
    env: {
      ALERT_CHANNEL: 'C0ALERTS',
      CHECK_INTERVAL: `${CHECK_EVERY_S}`,
      STALE_AFTER: `${STALE_AFTER_S}`,
      DIGEST_CRON: 'off',
    },
  });
};

/** Rewrites the portfolio as the live trader does: every second, by HSET and EXPIRE. */
const startWriting = (env: string): void => {
  const client = redis.client();
  const key = `live:${env}:arbitrage:portfolio:state`;
  const write = () =>
    void client
      .hset(key, {
        total_balance: '3891195.25',
        available_balance: '3891195.25',
        total_position_value: '0',
        utilization_rate: '0.0',
        timestamp: isoformat(new Date()),
      })
      .then(() => client.expire(key, 300))
      .catch(() => undefined);
  write();
  writing = setInterval(write, 1_000);
};

const stopWriting = (): void => {
  clearInterval(writing);
};

const ask = async (words: string): Promise<string> => {
  const before = bot.slack.seenBy('operator', 'ops').length;
  expect((await bot.slack.command('/arb-status', words, PLACE)).failure).toBeNull();
  return (await bot.slack.until(() => bot.slack.seenBy('operator', 'ops')[before], WAIT_MS)).shown;
};

const alerts = () =>
  bot.slack
    .seenBy('operator', 'trading-alerts')
    .filter((one) => one.author === 'arbwatch' && one.threadTs === null);

/** What the status says once this is in it. */
const statusWith = async (words: string, wanted: RegExp): Promise<string> => {
  let status = '';
  await eventually(async () => {
    status = await ask(words);
    return wanted.test(status);
  }, `the status of ${words} has ${wanted}`);
  return status;
};

/** What is there at first sight may have been written at most so long ago; a write that was observed was. */
const OBSERVED = /Portfolio written (?!at most)[^\n]* ago \(this trader sends no heartbeat\)/;

describe('A live trader with default settings', () => {
  beforeEach(async () => {
    await loadRecording(redis.client(), 'contract/live-trader-shadow.redis');
    startWriting('docker');
    await startBot();
  });

  test('is alive because of its portfolio', async () => {
    const status = await statusWith('live docker', OBSERVED);
    expect(status).toContain('🟢 Alive: live docker');
    expect(alerts()).toEqual([]);
  });

  test('is reported once, in time, when it stops, and as recovered within two checks of its return', async () => {
    await statusWith('live docker', OBSERVED);
    await observedAlive(redis.client());
    stopWriting();
    const stoppedAt = Date.now();
    const alert = await bot.slack.until(() => alerts()[0], WAIT_MS);
    expect(Date.now() - stoppedAt).toBeLessThan((STALE_AFTER_S + CHECK_EVERY_S) * 1_000 + MOMENT_MS);
    expect(alert.shown).toContain('live docker');

    startWriting('docker');
    const startedAt = Date.now();
    await bot.slack.until(() => alerts()[0]?.shown.match(/[Rr]ecovered/) ?? null, WAIT_MS);
    // The first write and a second one are met by two checks, each at most a second after its write.
    expect(Date.now() - startedAt).toBeLessThan((2 * CHECK_EVERY_S + 1) * 1_000 + MOMENT_MS);
    expect(alerts()).toHaveLength(1);
  }, 60_000);
});

test('A live trader that has traded real money on its own env is discovered and marked REAL MONEY', async () => {
  await loadRecording(redis.client(), 'contract/live-trader-armed.redis');
  startWriting('production');
  await startBot();
  expect(await statusWith('', /live production/)).toContain('🟢');
  expect(await statusWith('live production', /REAL MONEY/)).toMatch(/REAL MONEY: [^\n]*order/);
});

test('A live trader with metrics shows live trading enabled and its trades of today', async () => {
  await loadRecording(redis.client(), 'contract/live-trader-armed-with-metrics.redis');
  startWriting('docker');
  await startBot();
  const status = await statusWith('live docker', /Alive/);
  expect(status).toContain('Live trading: enabled, by its metrics.');
  expect(status).toMatch(/Trades today, by its metrics\n1\n/);
});
