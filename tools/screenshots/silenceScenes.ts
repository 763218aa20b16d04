import type { Scene } from './scene';
import { die, HOUR_S, IN_ALERTS, inOrder, MINUTE_S, press, type Step, seen, use, watch } from './steps';

const env = { OPERATORS: 'U0OPERATOR' };
const type =
  (line: string): Step =>
  (stage) =>
    stage.type(line);

const forTenMinutes = inOrder(seen, type('/arb-alerts maintenance paper docker 10m deploy of 2.1'));

/** Maintenance, mutes, quiet hours, and what they make of alerts. */
export const SILENCE_SCENES: readonly Scene[] = [
  {
    name: 'silence-begun',
    title: 'Maintenance begun',
    situation: 'The operator announces a deploy.',
    command: '/arb-alerts maintenance paper docker 1h deploy of 2.1',
    env,
    prepare: seen,
  },
  {
    name: 'silence-summary',
    title: 'The summary at its end',
    situation:
      'The paper trader was down in its maintenance and came back; the live trader stopped, which is critical and was sent at once.',
    env,
    shows: { ...IN_ALERTS, has: 'ended' },
    prepare: inOrder(
      seen,
      type('/arb-alerts maintenance all 10m deploy of 2.1'),
      die('paper-docker'),
      press('stop-paper-docker'),
      watch(2 * MINUTE_S),
      die('live-docker'),
      watch(5 * MINUTE_S),
    ),
  },
  {
    name: 'silence-alert',
    title: 'An alert that still fires at its end',
    situation: 'The paper trader stopped in its maintenance, which has ended.',
    env,
    shows: { ...IN_ALERTS, has: 'Not acknowledged' },
    prepare: inOrder(forTenMinutes, die('paper-docker'), watch(9 * MINUTE_S)),
  },
  {
    name: 'silence-posted',
    title: 'An alert that was posted before',
    situation: 'The operator pressed "Maintenance 1 h" on it.',
    env,
    shows: { ...IN_ALERTS, has: 'Down' },
    prepare: inOrder(seen, die('paper-docker'), use('incident:maintenance'), watch(30)),
  },
  {
    name: 'silence-overview',
    title: 'Alerts while some are held back',
    situation: 'The paper trader has stopped in its maintenance.',
    command: '/arb-alerts',
    env,
    prepare: inOrder(forTenMinutes, die('paper-docker')),
  },
  {
    name: 'silence-status',
    title: 'A trader in maintenance',
    situation: 'The paper trader has stopped in its maintenance.',
    command: '/arb-status paper docker',
    env,
    prepare: inOrder(forTenMinutes, die('paper-docker')),
  },
  {
    name: 'silence-list',
    title: 'What is silenced, and what is planned',
    situation: 'A maintenance, a mute, a muted alert, and a window of the configuration.',
    command: '/arb-alerts muted',
    env,
    file: "maintenance: [{ name: weekend, targets: ['shadow:*'], days: [sat, sun], from: '22:00', to: '23:00' }]",
    prepare: inOrder(
      forTenMinutes,
      type('/arb-alerts mute shadow docker 3d moved to the new host'),
      die('live-docker'),
      use('incident:mute'),
      watch(30),
    ),
  },
  {
    name: 'silence-reminder',
    title: 'The daily reminder',
    situation: 'The operator muted a trader without an end.',
    env,
    shows: { ...IN_ALERTS, has: 'Still silenced' },
    prepare: inOrder(seen, type('/arb-alerts mute paper docker stopped for good'), watch(24 * HOUR_S)),
  },
];
