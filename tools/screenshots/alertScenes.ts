import type { Scene } from './scene';
import {
  armedProduction,
  DEAD_S,
  die,
  HOUR_S,
  IN_ALERTS,
  inOrder,
  MINUTE_S,
  paperDies,
  press,
  SEEN_S,
  type Step,
  seen,
  shadowBeats,
  watch,
} from './steps';

const alert = (name: string, title: string, situation: string, ...steps: readonly Step[]): Scene => ({
  name: `alert-${name}`,
  title,
  situation,
  shows: IN_ALERTS,
  prepare: inOrder(...steps),
});

const MENTIONS = `
notify: { critical: [on_call, here], warning: [U0VIEWER] }
on_call: { people: [U0OPERATOR], handover: { day: monday, time: '09:00' } }
`;

const RUNBOOK = `
rules: { no_sign_of_life: { runbook_url: 'https://wiki.example.com/trader-down' } }
`;

const armedAfterPaper = [paperDies, watch(MINUTE_S), press('arm-live-docker'), die('live-docker')];

/** Each kind of alert, as it is posted. */
export const ALERT_SCENES: readonly Scene[] = [
  alert(
    'open',
    'A trader stopped',
    'The paper trader was stopped; without a sign of life for 90 s it is down.',
    paperDies,
  ),
  alert(
    'hour-before',
    'The same, an hour after the bot was started',
    'The paper trader traded for an hour, and was stopped.',
    watch(HOUR_S),
    die('paper-docker'),
  ),
  alert(
    'not-armed',
    'A live trader that is not armed stopped',
    'The live trader was stopped; live trading was enabled, but not armed.',
    press('arm-live-docker', 'arm-live-docker'),
    seen,
    die('live-docker'),
  ),
  alert(
    'not-enabled',
    'A live trader that is armed, but not enabled, stopped',
    'The live trader was stopped; live trading was armed, but not enabled.',
    press('arm-live-docker'),
    (stage) => stage.traderKeys({ mode: 'live', env: 'docker' }).setStat('live_enabled', 0),
    seen,
    die('live-docker'),
  ),
  alert(
    'real-money',
    'A trader of real money stopped',
    'The live trader was stopped while live trading was enabled and armed.',
    press('arm-live-docker'),
    seen,
    die('live-docker'),
  ),
  {
    ...alert(
      'mention',
      'A critical alert that mentions who is on call',
      '`notify` in the configuration names who is on call, and @here, for critical alerts.',
      press('arm-live-docker'),
      seen,
      die('live-docker'),
    ),
    file: MENTIONS,
  },
  {
    ...alert(
      'evidence',
      'What else is known',
      'The live trader was armed and stopped, minutes after a paper trader; the rule has a runbook.',
      ...armedAfterPaper,
    ),
    shows: { ...IN_ALERTS, has: 'Down: live docker' },
    file: RUNBOOK,
  },
  {
    ...alert(
      'unfolded',
      'What else is known, unfolded',
      'The same alert once somebody has touched the heading below its buttons.',
      ...armedAfterPaper,
    ),
    shows: { ...IN_ALERTS, has: 'Down: live docker', isUnfolded: true },
    file: RUNBOOK,
  },
  {
    ...alert(
      'without-new-blocks',
      'What else is known, in a workspace that folds nothing',
      'The same alert where Slack refuses folded blocks.',
      press('slack-blocks'),
      ...armedAfterPaper,
    ),
    shows: { ...IN_ALERTS, has: 'Down: live docker' },
    file: RUNBOOK,
  },
  {
    ...alert(
      'storm',
      'Several traders of one machine stopped at once',
      'All three traders on docker stopped together, one of them armed: that is one alert.',
      press('arm-live-docker'),
      (stage) => shadowBeats(stage, SEEN_S),
      die('live-docker', 'paper-docker'),
    ),
    shows: { ...IN_ALERTS, has: 'Status now' },
  },
  alert(
    'orders',
    'A trader that sent real orders stopped',
    'The live trader sent real orders, and wrote nothing but its portfolio beside them.',
    press('orders-live-docker'),
    seen,
    die('live-docker'),
  ),
  alert(
    'money-unknown',
    'A live trader stopped, and it is unknown whether it sends real orders',
    'The live trader wrote nothing but its portfolio.',
    seen,
    die('live-docker'),
  ),
  alert(
    'dead-at-start',
    'A trader was down when the bot started',
    'Its flags say that it should run, and it gave no sign of life since.',
    armedProduction,
    watch(DEAD_S),
  ),
  alert(
    'no-heartbeat',
    'A trader sends no heartbeat any more',
    'The paper trader still writes its portfolio.',
    seen,
    press('heartbeat-paper-docker'),
    watch(DEAD_S),
  ),
  alert(
    'breaker',
    'The circuit breaker of a live trader is active',
    'It sends real orders, and its breaker tripped; the alert stays open as long as the breaker is active.',
    press('orders-live-docker'),
    seen,
    press('trip-live-docker'),
    seen,
  ),
  alert(
    'clock',
    'A trader whose clock was wrong stopped',
    'Its clock was 63 minutes ahead; that alone is no alert.',
    (stage) => shadowBeats(stage, SEEN_S, 'local', 63 * MINUTE_S * 1_000),
    watch(DEAD_S),
  ),
  {
    ...alert(
      'stale-portfolio',
      'The portfolio of a trader is stale',
      'It sends heartbeats, and has not written its portfolio for 2 minutes (FROZEN_AFTER).',
      seen,
      press('portfolio-paper-docker'),
      watch(3 * MINUTE_S),
    ),
    env: { FROZEN_AFTER: '120' },
  },
  alert(
    'outage',
    'Redis cannot be read',
    'Redis has been out of reach for longer than a minute (OUTAGE_AFTER).',
    seen,
    press('redis-unreachable'),
    watch(2 * MINUTE_S),
  ),
];
