import { clockOf } from '../../sandbox/clock';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { observedAlive } from '../helpers/observedAlive';
import { type PingServer, startPingServer } from '../helpers/pingServer';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const BEAT = 'paper:docker:arbitrage:heartbeat:trader';
const LIVE_ENABLED = 'live:docker:arbitrage:stats:live_enabled';
/** Of the recording. */
const SESSION = 'd28-demo-session';
const WAITING = '{arbwatch}:alerts:outbox';
const KNOWN = '{arbwatch}:alerts:state';

describe('A bot with alerts', () => {
  let redis: RedisServer;
  let pings: PingServer;
  let bot: BotUnderTest;
  /** The time as it is, with what a test adds to it. */
  let aheadMs = 0;
  const running = clockOf(() => Date.now() + aheadMs);

  beforeEach(async () => {
    aheadMs = 0;
    redis = await startRedis();
    pings = await startPingServer();
    await beat();
    bot = await startBotUnderTest({
      redisUrl: redis.url,
      clock: running,
      env: {
        ALERT_CHANNEL: 'C0ALERTS',
        CHECK_INTERVAL: '1',
        STALE_AFTER: '60',
        DEADMAN_PING_URL: pings.url,
      },
    });
  });
  afterEach(async () => {
    await bot.stop();
    await pings.stop();
    await redis.stop();
  });

  const ready = async () => {
    const response = await fetch(`${bot.url}/healthz/alerting`);
    const text = await response.text();
    return { status: response.status, text, said: JSON.parse(text) };
  };
  const metrics = async (): Promise<string> => (await fetch(`${bot.url}/metrics`)).text();
  /** The value of one line, `name{labels}`; null where it is not there. */
  const metric = async (name: string): Promise<number | null> => {
    const line = (await metrics()).split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? null : Number(line.slice(name.length));
  };
  const beat = () => redis.client().set(BEAT, new Date().toISOString(), 'PX', 60_000);
  const firstCheck = () => eventually(() => pings.pings.length > 0, 'a whole check was made, and pinged');
  const moreChecks = async (outcome: string) => {
    const name = `arbwatch_checks_total{outcome="${outcome}"}`;
    const before = (await metric(name)) ?? 0;
    await eventually(
      async () => ((await metric(name)) ?? 0) >= before + 2,
      `two more checks were ${outcome}`,
    );
  };

  test('exports checks, targets, incidents, notifications and commands in /metrics', async () => {
    await firstCheck();
    await observedAlive(redis.client(), beat);
    await bot.slack.command('/arb-status', '', { user: 'operator', channel: 'ops' });
    await eventually(
      async () => (await metric('arbwatch_command_duration_seconds_count{command="/arb-status"}')) === 1,
      'the command was counted',
    );
    expect(await metric('arbwatch_targets{state="fresh"}')).toBe(1);
    expect(await metric('arbwatch_targets{state="never_seen"}')).toBe(14);
    expect(await metric('arbwatch_incidents{state="open"}')).toBe(0);
    expect(await metric('arbwatch_notifications_pending')).toBe(0);
    expect(await metric('arbwatch_notification_oldest_pending_seconds')).toBe(0);
    const lastCheckAgeS =
      Date.now() / 1000 - ((await metric('arbwatch_last_check_success_timestamp_seconds')) ?? 0);
    expect(Math.abs(lastCheckAgeS)).toBeLessThan(10);
    expect(await metric('arbwatch_redis_errors_total{reason="unreachable"}')).toBe(0);
  });

  test("exports the process's memory and event loop delay in /metrics", async () => {
    expect(await metric('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(await metric('nodejs_heap_size_used_bytes')).toBeGreaterThan(1e6);
    expect(await metric('nodejs_eventloop_lag_max_seconds')).toBeGreaterThanOrEqual(0);
    expect(await metric('arbwatch_requests_rejected_total{reason="overload"}')).toBe(0);
  });

  test('measures the latency of notifications', async () => {
    await firstCheck();
    await redis.client().set(LIVE_ENABLED, '1');
    await eventually(
      async () => (await metric('arbwatch_notification_latency_seconds_count{kind="event"}')) === 1,
      'the event was delivered and counted',
    );
  });

  test('counts what Slack rejects, and is not ready meanwhile', async () => {
    await firstCheck();
    bot.slack.fail('chat.postMessage', { error: 'is_archived' });
    await redis.client().set(LIVE_ENABLED, '1');
    await eventually(
      async () =>
        ((await metric('arbwatch_slack_request_errors_total{method="post",reason="rejected"}')) ?? 0) >= 1,
      'the refusal was counted',
    );
    await eventually(async () => (await ready()).status === 503, 'it is not ready');
    const { said } = await ready();
    expect(said.delivery).toMatchObject({ ready: false });
    expect(said.delivery.detail).toContain('Slack refuses C0ALERTS (is_archived)');
    expect(said.delivery.detail).toContain('1 waits');
    expect(said.watching.ready).toBe(true);
  });

  test('exposes no secret and no session name in /metrics and /healthz/alerting', async () => {
    await firstCheck();
    bot.slack.fail('chat.postMessage', { error: 'is_archived' });
    await loadRecording(redis.client());
    // Sessions are looked for every minute.
    aheadMs += 61_000;
    const isKnown = async () =>
      String(await redis.client().hgetall(KNOWN).then(Object.entries)).includes(SESSION);
    await eventually(isKnown, 'the session is known');
    // Its jobs have ended, which counts once it is quiet.
    aheadMs += 11 * 60_000;
    const isWaiting = async () => (await redis.client().hkeys(WAITING)).some((id) => id.includes(SESSION));
    await eventually(isWaiting, 'a message about the session waits');
    await eventually(
      async () => ((await metric('arbwatch_notifications_pending')) ?? 0) > 0,
      'it is seen to wait',
    );
    const shown = `${await metrics()}${(await ready()).text}`;
    for (const secret of [...Object.values(bot.slack.tokens), 'secret-path', SESSION])
      expect(shown).not.toContain(secret);
  });

  test('is ready while it checks, not after a long outage, and again afterwards', async () => {
    await firstCheck();
    expect(await ready()).toMatchObject({ status: 200, said: { watching: { ready: true } } });
    await redis.kill();
    await moreChecks('unavailable');
    aheadMs += 14_000;
    await eventually(async () => !(await ready()).said.watching.ready, 'it is not ready');
    expect((await ready()).status).toBe(503);
    expect(await metric('arbwatch_redis_errors_total{reason="unreachable"}')).toBeGreaterThan(0);
    await redis.restart();
    await eventually(async () => (await ready()).status === 200, 'it is ready again');
  });

  test('pings after each successful check, not during an outage, and again afterwards', async () => {
    await firstCheck();
    await redis.kill();
    await moreChecks('unavailable');
    const before = pings.pings.length;
    await moreChecks('unavailable');
    expect(pings.pings).toHaveLength(before);
    await redis.restart();
    await eventually(() => pings.pings.length > before, 'it pings again');
  });

  test('does not ping while a notification is overdue, and again once it is sent', async () => {
    await firstCheck();
    bot.slack.fail('chat.postMessage', { status: 503 });
    await redis.client().set(LIVE_ENABLED, '1');
    await eventually(async () => (await metric('arbwatch_notifications_pending')) === 1, 'a message waits');
    aheadMs += 301_000;
    await moreChecks('committed');
    const before = pings.pings.length;
    await moreChecks('committed');
    expect(pings.pings).toHaveLength(before);
    expect((await ready()).said.delivery).toMatchObject({ ready: false });
    bot.slack.heal();
    aheadMs += 60_000;
    await eventually(() => pings.pings.length > before, 'it pings again');
  });
});
