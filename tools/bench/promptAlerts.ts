import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox';
import { eventually } from '../../test/helpers/eventually';
import { startRedis } from '../../test/helpers/redisServer';
import { builtBot } from '../chaos/builtBot';
import { markIn } from '../load/alertTimes';
import { DyingTrader } from './dyingTraders';
import { quantile } from './measure';
import { result, type Section } from './report';
import { startApp } from './slackApps';

const DEATHS = 300;
const BREAKERS = 20;
/** In s, as by default, and the shortest stale_after that suits it. */
const CHECK_EVERY_S = 15;
const STALE_AFTER_S = 20;
/** One dies in each second, and one breaker trips in every two, at a random moment of the first nine tenths. */
const DEATH_EVERY_MS = 1_000;
const TRIP_EVERY_MS = 2_000;
const SHARE = 0.9;
/** So long what an instance sends is looked up in the channel first, in s. */
const IN_DOUBT_S = 9.5 * CHECK_EVERY_S;
/** What is not posted so long after it should be never is, in ms. */
const GIVE_UP_MS = 30_000;
const FIRST_CHECK = '{arbwatch}:alerts:state';
/** Slack takes a message a second in a channel: half of the deaths go to each. */
const CHANNELS = ['C0ALERTS', 'C0OPS'] as const;

/** How long after it could be a death is posted, and how long after it was written a breaker is. */
export async function promptAlerts(progress: (text: string) => void): Promise<Section> {
  const redis = await startRedis();
  const client = redis.client();
  const dying = Array.from({ length: DEATHS }, (_, i) => new DyingTrader(client, `paper:bench-${i}`));
  const live = Array.from({ length: BREAKERS }, (_, i) => new DyingTrader(client, `live:bench-${i}`, true));
  const all = [...dying, ...live];
  let stopApp = (): Promise<void> => Promise.resolve();
  try {
    const config = join(redis.dir, 'arbwatch.yaml');
    writeFileSync(config, configOf(all.map(({ target }) => target)));
    progress('building the bot');
    const { slack, stop } = await startApp(builtBot(join(redis.dir, 'built')), redis.dir, {
      ARBWATCH_CONFIG: config,
      REDIS_URL: redis.url,
      PORT: '0',
      ALERT_CHANNEL: CHANNELS[0],
      CHECK_INTERVAL: `${CHECK_EVERY_S}`,
      STALE_AFTER: `${STALE_AFTER_S}`,
      DIGEST_CRON: 'off',
      LOG_LEVEL: 'error',
    });
    stopApp = stop;
    await eventually(async () => (await client.exists(FIRST_CHECK)) === 1, 'the bot has checked');
    const posts = new Posts(slack);
    progress(`waiting ${IN_DOUBT_S - STALE_AFTER_S} s until nothing is looked up any more`);
    await sleep((IN_DOUBT_S - STALE_AFTER_S) * 1_000);
    const trips = await oneAfterTheOther(live, TRIP_EVERY_MS, (trader) => trader.trip());
    const deaths = await oneAfterTheOther(dying, DEATH_EVERY_MS, (trader, i) => {
      progress(`${i + 1} of ${DEATHS} traders dead`);
      return trader.die();
    });
    await sleep(STALE_AFTER_S * 1_000 + GIVE_UP_MS);
    return sectionOf(
      deaths.map(
        ({ trader, at }) => posts.msAfter(`no_sign_of_life:${trader.target}:`, at) - STALE_AFTER_S * 1_000,
      ),
      trips.map(({ trader, at }) => posts.msAfter(`circuit_breaker:${trader.target}:`, at)),
    );
  } finally {
    await Promise.all(all.map((trader) => trader.die()));
    await stopApp();
    await redis.stop();
  }
}

const configOf = (targets: readonly string[]): string =>
  JSON.stringify({
    targets: Object.fromEntries(targets.map((target) => [target, null])),
    routes: [
      {
        match: {
          target: ['paper:bench-*1', 'paper:bench-*3', 'paper:bench-*5', 'paper:bench-*7', 'paper:bench-*9'],
        },
        channel: CHANNELS[1],
      },
    ],
  });

/** Does it with each, in a time of its own; resolves to when each was. */
async function oneAfterTheOther(
  traders: readonly DyingTrader[],
  everyMs: number,
  act: (trader: DyingTrader, i: number) => Promise<Date>,
): Promise<readonly { readonly trader: DyingTrader; readonly at: Date }[]> {
  const startedMs = performance.now();
  const done: { trader: DyingTrader; at: Date }[] = [];
  for (const [i, trader] of traders.entries()) {
    const atMs = (i + Math.random() * SHARE) * everyMs;
    await sleep(Math.max(0, startedMs + atMs - performance.now()));
    done.push({ trader, at: await act(trader, i) });
  }
  return done;
}

/** When alerts arrived at Slack first, by their ids. */
class Posts {
  private readonly seen: { readonly id: string; readonly at: Date }[] = [];

  constructor(slack: Sandbox) {
    slack.journal.onRecord((record) => {
      if (record.kind === 'api' && record.method === 'chat.postMessage' && record.carriedOut)
        this.seen.push({ id: markIn(record), at: record.at });
    });
  }

  /** Infinity where none did. */
  msAfter(idStart: string, since: Date): number {
    const post = this.seen.find(({ id }) => id.startsWith(idStart));
    return post === undefined ? Number.POSITIVE_INFINITY : post.at.getTime() - since.getTime();
  }
}

function sectionOf(deaths: readonly number[], breakers: readonly number[]): Section {
  const row = (name: string, ms: readonly number[]) => {
    const sorted = ms.filter(Number.isFinite).toSorted((a, b) => a - b);
    const cells = [0.5, 0.95, 0.99, 1].map((share) => seconds(quantile(sorted, share)));
    return { cells: [name, `${sorted.length} of ${ms.length}`, ...cells], sorted };
  };
  const [dead, tripped] = [row('deaths', deaths), row('breakers', breakers)];
  const figure = (what: string, sorted: readonly number[], share: number, atMost: number) =>
    result(what, quantile(sorted, share) / 1_000, 's', { atMost });
  const missed = deaths.length + breakers.length - dead.sorted.length - tripped.sorted.length;
  return {
    title: 'How soon an alert is posted',
    about: [
      `From the last write of a trader's portfolio, and STALE_AFTER, until its death arrives at Slack: of ${DEATHS} traders, each in an env of ` +
        `its own, of which one dies in every second, at a random phase of what is written every second. It is checked every ${CHECK_EVERY_S} s, and ` +
        `stale after ${STALE_AFTER_S} s. And from the write of \`circuit_breaker_active\` until that arrives, of ${BREAKERS} live traders that write their ` +
        'metrics every second, one in every two seconds.',
      'The bot is as `npm run build` makes it; it has run for so long that nothing is looked up before it is sent. Slack is the ' +
        'sandbox, on loopback like Redis, and the alerts are spread so that none waits for another: Slack takes one a second in a channel.',
    ],
    tables: [
      {
        head: [
          'from what it could be to posted',
          'posted',
          'median',
          '95 of 100 within',
          '99 of 100 within',
          'longest',
        ],
        rows: [dead.cells, tripped.cells],
      },
    ],
    results: [
      result('alerts not posted', missed, '', { atMost: 0 }),
      figure('a death, median', dead.sorted, 0.5, 0.1),
      figure('a death, 99 of 100 within', dead.sorted, 0.99, 0.3),
      figure('a breaker, median', tripped.sorted, 0.5, 0.1),
      figure('a breaker, longest', tripped.sorted, 1, 0.5),
    ],
  };
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(3)} s`;
