import { startSandbox } from '../../sandbox';
import { connectStores } from '../../src/storage/connect';
import { type BotUnderTest, MANIFEST, startBotUnderTest } from '../helpers/botUnderTest';
import { settableClock } from '../helpers/clock';
import { eventually } from '../helpers/eventually';
import { keptLog } from '../helpers/log';
import { startRedis } from '../helpers/redisServer';
import { stateIn } from '../helpers/storedState';

const ALERTS = 'C0ALERTS';
const TRADES = 'paper:docker:arbitrage:stats:trades_total';

test('Two instances send one digest each morning, and /arb-digest does not change its content', async () => {
  const clock = settableClock('2026-11-22T08:58:00Z');
  const redis = await startRedis();
  const slack = await startSandbox({ manifest: MANIFEST, clock });
  const client = redis.client();
  const { host, port } = redis;
  const state = connectStores(
    { kind: 'single', host, port, db: 0, tls: false },
    { clock, log: keptLog().log },
  );
  const env = { ALERT_CHANNEL: ALERTS, CHECK_INTERVAL: '1', OUTAGE_AFTER: '86400', DIGEST_CRON: '0 9 * * *' };
  const bots: BotUnderTest[] = [];
  const digests = (): string[] =>
    slack.world
      .messagesIn(ALERTS)
      .map(({ text }) => text)
      .filter((text) => text.includes('Digest'));
  /** The trades of a trader, as they were stored last: some 20 s late at most; null while there is no digest yet. */
  const counted = async (): Promise<number | null> => {
    const known = await stateIn(state.alertStore);
    const paper = known?.targets.find(({ target }) => target === 'paper:docker');
    const tally = paper?.rules.uptime_totals as
      | { totals: { counters: { tradesTotal: { last: number } } } }
      | undefined;
    return known?.digests.length === 0 ? null : (tally?.totals.counters.tradesTotal.last ?? null);
  };
  const startBots = async (): Promise<void> => {
    for (let copy = 0; copy < 2; copy++)
      bots.push(await startBotUnderTest({ redisUrl: redis.url, clock, env, slack }));
  };
  /** The schedule goes by the machine's clock, so at this time nobody runs, and then both do. */
  const restartAt = async (time: string): Promise<void> => {
    await Promise.all(bots.splice(0).map((bot) => bot.stop()));
    clock.set(time);
    await startBots();
  };
  try {
    await client.set(TRADES, '100');
    await startBots();
    await eventually(async () => (await counted()) === 100, 'the digest begins');
    await client.set(TRADES, '142');
    clock.set('2026-11-22T08:59:00Z');
    await eventually(async () => (await counted()) === 142, 'the trades are seen');
    await slack.command('/arb-digest', '', { user: 'operator', channel: 'ops' });
    const asked = await slack.until(() => slack.seenBy('operator', 'ops').at(-1));
    expect(asked).toMatchObject({ shown: expect.stringContaining('42 trades, 142 in all'), ephemeral: true });

    await restartAt('2026-11-22T09:00:30Z');
    await eventually(() => digests().length > 0, 'the digest of the first morning is sent');
    await client.set(TRADES, '150');
    clock.set('2026-11-22T09:01:00Z');
    await eventually(async () => (await counted()) === 150, 'more trades are seen');
    await restartAt('2026-11-23T09:00:30Z');
    await eventually(() => digests().length > 1, 'the digest of the second morning is sent');
    expect(digests()).toEqual([
      expect.stringContaining('42 trades, 142'),
      expect.stringContaining('8 trades, 150'),
    ]);
  } finally {
    await Promise.all(bots.map((bot) => bot.stop()));
    await state.close();
    await slack.stop();
    await redis.stop();
  }
}, 60_000);
