import { isoformat } from '../../sandbox/demo/pythonText';
import { armedProduction, MINUTE_S, mutedDead, paperDies, SEEN_S } from './alertScenes';
import type { Scene } from './scene';
import type { Stage } from './setup';

const PAPER_DOCKER = '/arb-status paper docker';
const LIVE_DOCKER = '/arb-status live docker';

const ordinary: Scene = {
  name: 'status-ordinary',
  title: 'Alive',
  situation: 'The trader runs.',
  command: PAPER_DOCKER,
  prepare: (stage) => stage.watch(SEEN_S),
};

const byPortfolio: Scene = {
  ...ordinary,
  name: 'status-portfolio',
  title: 'Alive, by its portfolio alone',
  situation: 'The live trader writes its portfolio every second, and neither heartbeats, stats nor metrics.',
  command: LIVE_DOCKER,
};

/** `/arb-status` for one trader. */
export const STATUS_SCENES: readonly Scene[] = [
  ordinary,
  {
    ...ordinary,
    name: 'status-no-unit',
    title: 'Alive, with no currency configured',
    situation: 'The traders report no unit of money, so without the setting CURRENCY none is shown.',
    env: { CURRENCY: '' },
  },
  byPortfolio,
  {
    ...byPortfolio,
    name: 'status-first-sight',
    title: 'Alive, at first sight',
    situation: 'The bot has just been started, and has observed no write yet: the age is by the TTL.',
    prepare: () => undefined,
  },
  {
    name: 'status-late',
    title: 'Late',
    situation: 'The trader stopped 40 s ago; STALE_AFTER is 90.',
    command: PAPER_DOCKER,
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('stop-paper-docker');
      await stage.watch(40);
    },
  },
  {
    name: 'status-down',
    title: 'Down',
    situation: 'The trader stopped 4 minutes ago.',
    command: PAPER_DOCKER,
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('stop-paper-docker');
      await stage.watch(4 * MINUTE_S);
    },
  },
  {
    name: 'status-gone',
    title: 'Down, and nothing left but its stats',
    situation: 'The trader stopped an hour ago, and somebody has it in hand.',
    command: PAPER_DOCKER,
    prepare: async (stage) => {
      await paperDies(stage);
      await stage.use('incident:acknowledge');
      await stage.watch(58 * MINUTE_S);
    },
  },
  {
    name: 'status-muted-dead',
    title: 'Down, of real money, and muted',
    situation: 'The live trader sent real orders and stopped; somebody pressed Mute.',
    command: LIVE_DOCKER,
    prepare: mutedDead,
  },
  {
    name: 'status-no-heartbeat',
    title: 'Portfolio updating, no heartbeat',
    situation: 'The trader sent heartbeats until 4 minutes ago; its portfolio goes on.',
    command: PAPER_DOCKER,
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('heartbeat-paper-docker');
      await stage.watch(4 * MINUTE_S);
    },
  },
  {
    name: 'status-unknown',
    title: 'Unknown',
    situation:
      'The bot has just been started. A live trader is enabled and armed, and gives no sign of life.',
    command: '/arb-status live production',
    prepare: async (stage) => {
      armedProduction(stage);
      await stage.watch(SEEN_S);
    },
  },
  {
    name: 'status-nothing',
    title: 'Nothing reported',
    situation: 'No such trader ever ran.',
    command: '/arb-status shadow local',
  },
  {
    name: 'status-beat-only',
    title: 'Only a heartbeat',
    situation: 'A trader that has just begun.',
    command: '/arb-status shadow',
    prepare: (stage) => stage.traderKeys({ mode: 'shadow', env: 'docker' }).heartbeat('trader', stage.now()),
  },
  {
    name: 'status-live',
    title: 'A live trader that is not armed',
    situation: 'Its flags say so.',
    command: LIVE_DOCKER,
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await stage.press('arm-live-docker');
      await stage.watch(SEEN_S);
    },
  },
  {
    name: 'status-real-money',
    title: 'Real money, by its flags',
    situation: 'Live trading was armed.',
    command: LIVE_DOCKER,
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await stage.watch(SEEN_S);
    },
  },
  {
    name: 'status-orders',
    title: 'Real money, by its orders',
    situation: 'It sends real orders, though its flags say that it is not armed.',
    command: LIVE_DOCKER,
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await stage.press('arm-live-docker');
      await stage.press('orders-live-docker');
      await stage.watch(SEEN_S);
    },
  },
  {
    name: 'status-metrics',
    title: 'Real money, by its metrics',
    situation: 'A live trader whose fault in writing metrics is mended.',
    command: LIVE_DOCKER,
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      const values = { live_enabled: true, dry_run: false, circuit_breaker_active: false };
      stage
        .traderKeys({ mode: 'live', env: 'docker' })
        .metrics({ ...values, trades_today: 1, daily_loss: 1204.75, total_balance: 2_500_000 });
    },
  },
  {
    name: 'status-breaker',
    title: 'The circuit breaker is active',
    situation: 'Live trading was armed, then the circuit breaker tripped.',
    command: LIVE_DOCKER,
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await stage.watch(SEEN_S);
      await stage.press('trip-live-docker');
      await stage.watch(SEEN_S);
    },
  },
  {
    name: 'status-stale-portfolio',
    title: 'Portfolio stale',
    situation: 'The trader sends heartbeats, and has not written its portfolio for 12 minutes.',
    command: PAPER_DOCKER,
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('portfolio-paper-docker');
      await stage.watch(12 * MINUTE_S);
    },
  },
  {
    name: 'status-clock',
    title: 'A clock that is wrong',
    situation: "The trader's clock is 9 hours ahead.",
    command: PAPER_DOCKER,
    prepare: (stage) => {
      const ahead = new Date(stage.now().getTime() + 9 * 3_600_000);
      const keys = stage.traderKeys({ mode: 'paper', env: 'docker' });
      keys.heartbeat('trader', ahead);
      keys.portfolio({ total: 10_012_345.67, inPositions: 2_517_500 }, ahead);
    },
  },
  {
    name: 'status-problems',
    title: 'Keys that cannot be understood',
    situation: 'Another program wrote into the keys of the trader.',
    command: PAPER_DOCKER,
    prepare: garble,
  },
  {
    name: 'status-injection',
    title: 'Values that try to be markup',
    situation: 'The keys of the trader hold mentions, links, emoji names and text direction marks.',
    command: PAPER_DOCKER,
    prepare: inject,
  },
  {
    name: 'status-public',
    title: 'For the whole channel',
    situation: 'The word "public" was added.',
    command: `${PAPER_DOCKER} public`,
  },
];

const START = 'paper:docker:arbitrage';

function garble({ store }: Stage): void {
  store.set(`${START}:stats:trades_total`, 'nan');
  store.set(`${START}:stats:trades_today`, 'forty-two');
  store.set(`${START}:heartbeat:trader`, '22/11/2026 07:41', 55_000);
  store.delete(`${START}:portfolio:state`);
  store.set(`${START}:portfolio:state`, '10012345.67', 300_000);
  store.setHash(`${START}:metrics:live`, { win_rate: 'inf', avg_trade_pnl: 'None', positions_count: '?' });
}

function inject({ store, now }: Stage): void {
  store.set(`${START}:stats:trades_total`, '<!channel> 1287');
  store.set(`${START}:heartbeat:live_trader`, isoformat(now()), 60_000);
  store.setHash(`${START}:metrics:live`, {
    '<!here> *bold* :skull:': '0.5',
    '<https://evil.example|click me>': '1',
    'pnl \u202e000,1': '1000.0',
    win_rate: '`; drop | &lt;!channel&gt;',
  });
}
