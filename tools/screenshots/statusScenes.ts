import { isoformat } from '../../sandbox/demo/pythonText';
import type { Scene } from './scene';
import type { Stage } from './setup';
import {
  armedProduction,
  inOrder,
  MINUTE_S,
  mutedDead,
  paperDies,
  press,
  type Step,
  seen,
  use,
  watch,
} from './steps';

const status = (
  name: string,
  target: string,
  title: string,
  situation: string,
  ...steps: readonly Step[]
): Scene => ({
  name: `status-${name}`,
  title,
  situation,
  command: `/arb-status ${target}`,
  prepare: inOrder(...steps),
});

const PAPER = 'paper docker';
const LIVE = 'live docker';
const disarm = press('arm-live-docker', 'arm-live-docker');

/** `/arb-status` for one trader. */
export const STATUS_SCENES: readonly Scene[] = [
  status('ordinary', PAPER, 'Alive', 'The trader runs.', seen),
  {
    ...status(
      'no-unit',
      PAPER,
      'Alive, with no currency configured',
      'The traders report no unit of money, so without the setting CURRENCY none is shown.',
      seen,
    ),
    env: { CURRENCY: '' },
  },
  status(
    'portfolio',
    LIVE,
    'Alive, by its portfolio alone',
    'The live trader writes its portfolio every second, and neither heartbeats, stats nor metrics.',
    seen,
  ),
  status(
    'just-started',
    LIVE,
    'Alive, right after the start of the bot',
    'The bot has just been started, and has observed no write yet: the age is by the TTL.',
  ),
  status('late', PAPER, 'Late', 'The trader stopped 40 s ago; STALE_AFTER is 90.', seen, stops(40)),
  status('down', PAPER, 'Down', 'The trader stopped 4 minutes ago.', seen, stops(4 * MINUTE_S)),
  status(
    'gone',
    PAPER,
    'Down, with nothing left but its stats',
    'The trader stopped an hour ago, and somebody acknowledged it.',
    paperDies,
    use('incident:acknowledge'),
    watch(58 * MINUTE_S),
  ),
  status(
    'muted-dead',
    LIVE,
    'Down, of real money, and muted',
    'The live trader sent real orders and stopped; somebody pressed Mute.',
    mutedDead,
  ),
  status(
    'no-heartbeat',
    PAPER,
    'Portfolio updating, no heartbeat',
    'The trader sent heartbeats until 4 minutes ago; its portfolio goes on.',
    seen,
    press('heartbeat-paper-docker'),
    watch(4 * MINUTE_S),
  ),
  status(
    'unknown',
    'live production',
    'Unknown',
    'The bot has just been started. A live trader is enabled and armed, and gives no sign of life.',
    armedProduction,
    seen,
  ),
  status('nothing', 'shadow local', 'Nothing reported', 'No such trader ever ran.'),
  status('beat-only', 'shadow', 'Only a heartbeat', 'A trader that has just begun.', (stage) =>
    stage.traderKeys({ mode: 'shadow', env: 'docker' }).heartbeat('trader', stage.now()),
  ),
  status('live', LIVE, 'A live trader that is not armed', 'Its flags say so.', disarm, seen),
  status(
    'real-money',
    LIVE,
    'Real money, by its flags',
    'Live trading was armed.',
    press('arm-live-docker'),
    seen,
  ),
  status(
    'orders',
    LIVE,
    'Real money, by its orders',
    'It sends real orders, though its flags say that it is not armed.',
    disarm,
    press('orders-live-docker'),
    seen,
  ),
  status(
    'metrics',
    LIVE,
    'Real money, by its metrics',
    'A live trader whose metrics are written.',
    seen,
    reportMetrics,
  ),
  status(
    'breaker',
    LIVE,
    'The circuit breaker is active',
    'Live trading was armed, then the circuit breaker tripped.',
    press('arm-live-docker'),
    seen,
    press('trip-live-docker'),
    seen,
  ),
  status(
    'stale-portfolio',
    PAPER,
    'Portfolio stale',
    'The trader sends heartbeats, and has not written its portfolio for 12 minutes.',
    seen,
    press('portfolio-paper-docker'),
    watch(12 * MINUTE_S),
  ),
  status('clock', PAPER, 'A clock that is wrong', "The trader's clock is 9 hours ahead.", setClockAhead),
  status(
    'problems',
    PAPER,
    'Keys that cannot be understood',
    'Another program wrote into the keys of the trader.',
    garble,
  ),
  status(
    'injection',
    PAPER,
    'Values that try to be markup',
    'The keys of the trader hold mentions, links, emoji names and text direction marks.',
    inject,
  ),
  status('public', `${PAPER} public`, 'For the whole channel', 'The word "public" was added.'),
];

function stops(seconds: number): Step {
  return inOrder(press('stop-paper-docker'), watch(seconds));
}

function reportMetrics(stage: Stage): void {
  const values = { live_enabled: true, dry_run: false, circuit_breaker_active: false };
  stage
    .traderKeys({ mode: 'live', env: 'docker' })
    .metrics({ ...values, trades_today: 1, daily_loss: 1204.75, total_balance: 2_500_000 });
}

function setClockAhead(stage: Stage): void {
  const ahead = new Date(stage.now().getTime() + 9 * 3_600_000);
  const keys = stage.traderKeys({ mode: 'paper', env: 'docker' });
  keys.heartbeat('trader', ahead);
  keys.portfolio({ total: 10_012_345.67, inPositions: 2_517_500 }, ahead);
}

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
