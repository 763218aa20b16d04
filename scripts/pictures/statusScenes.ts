import { isoformat } from '../../sandbox/demo/pythonText';
import type { Scene } from './scene';
import type { Stage } from './stage';

const PAPER_DOCKER = '/arb-status paper docker';
const MINUTE_S = 60;

const ordinary: Scene = {
  name: 'status-ordinary',
  title: 'Alive',
  situation: 'The trader runs.',
  command: PAPER_DOCKER,
  prepare: (stage) => stage.pass(42),
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
  {
    name: 'status-late',
    title: 'Heartbeat late',
    situation: 'The trader stopped 40 s ago; STALE_AFTER is 30.',
    command: PAPER_DOCKER,
    env: { STALE_AFTER: '30' },
    prepare: async (stage) => {
      await stage.press('stop-paper-docker');
      stage.pass(40);
    },
  },
  {
    name: 'status-absent',
    title: 'No heartbeat',
    situation: 'The trader stopped 4 minutes ago.',
    command: PAPER_DOCKER,
    prepare: async (stage) => {
      await stage.press('stop-paper-docker');
      stage.pass(4 * MINUTE_S);
    },
  },
  {
    name: 'status-gone',
    title: 'No heartbeat, and no portfolio any more',
    situation: 'The trader stopped an hour ago; only its stats outlive it.',
    command: PAPER_DOCKER,
    prepare: async (stage) => {
      await stage.press('stop-paper-docker');
      stage.pass(60 * MINUTE_S);
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
    situation: 'It has not written all of its stats yet.',
    command: '/arb-status live',
  },
  {
    name: 'status-real-money',
    title: 'Real money',
    situation: 'Live trading was armed.',
    command: '/arb-status live',
    prepare: (stage) => stage.press('arm-live-docker'),
  },
  {
    name: 'status-breaker',
    title: 'The circuit breaker is active',
    situation: 'Live trading was armed, then the circuit breaker tripped.',
    command: '/arb-status live',
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await stage.press('trip-live-docker');
    },
  },
  {
    name: 'status-old-portfolio',
    title: 'An old portfolio',
    situation: 'The trader has been alive, but has not written its portfolio for 4 minutes.',
    command: PAPER_DOCKER,
    prepare: async (stage) => {
      await stage.press('portfolio-paper-docker');
      stage.pass(4 * MINUTE_S);
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
