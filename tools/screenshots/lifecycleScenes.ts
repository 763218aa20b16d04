import type { Scene } from './scene';
import type { Stage } from './setup';
import {
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
  use,
  watch,
} from './steps';

/** So long that one check meets a heartbeat, and the next none. */
const ONE_BEAT_S = 10;

type Message = 'update' | 'posted' | 'thread' | { readonly has: string };

const shownBy = (message: Message): NonNullable<Scene['shows']> => {
  if (message === 'posted') return IN_ALERTS;
  if (message === 'thread') return { ...IN_ALERTS, inThread: true };
  return { ...IN_ALERTS, has: message === 'update' ? 'Status now' : message.has };
};

const scene = (
  name: string,
  message: Message,
  title: string,
  situation: string,
  ...steps: readonly Step[]
): Scene => ({ name, title, situation, shows: shownBy(message), prepare: inOrder(...steps) });

const restart = press('stop-paper-docker');
const recover = inOrder(watch(7 * MINUTE_S), restart, watch(MINUTE_S));
const acknowledge = use('incident:acknowledge');
const flap = inOrder(restart, watch(MINUTE_S), die('paper-docker'));

async function snoozeFor4Hours(stage: Stage): Promise<void> {
  const message = stage.slack.seenBy('operator', 'trading-alerts').at(0);
  const [choice = ''] = /4h [^"]+/.exec(JSON.stringify(message?.blocks)) ?? [];
  await stage.use('incident:snooze', choice);
}

/** An alert's message as it changes, and what goes into its thread. */
export const LIFECYCLE_SCENES: readonly Scene[] = [
  {
    ...scene(
      'alert-more-severe',
      'posted',
      'An open alert became critical',
      'The live trader that is down was armed meanwhile: its alert mentions people again, in the channel.',
      press('arm-live-docker', 'arm-live-docker'),
      watch(45),
      die('live-docker'),
      acknowledge,
      press('arm-live-docker'),
      watch(30),
    ),
    file: 'notify: { critical: [here] }',
  },
  scene(
    'alert-acknowledged',
    'posted',
    'Acknowledged',
    'Somebody pressed Acknowledge.',
    paperDies,
    acknowledge,
  ),
  scene(
    'note-acted',
    'thread',
    'Acknowledged: in the thread',
    'The thread says who did it.',
    paperDies,
    acknowledge,
  ),
  scene(
    'alert-snoozed',
    'posted',
    'Snoozed',
    'Somebody chose "For 4 hours" of Snooze.',
    paperDies,
    snoozeFor4Hours,
  ),
  scene(
    'note-reminder',
    'thread',
    'A reminder',
    'Nobody acknowledged it for an hour.',
    paperDies,
    watch(HOUR_S),
  ),
  scene(
    'alert-recovered',
    'update',
    'Recovered',
    'It was acknowledged, and the trader sends heartbeats again.',
    paperDies,
    acknowledge,
    recover,
  ),
  scene(
    'note-recovered',
    { has: 'replied to a thread' },
    'Recovered: in the channel',
    'The recovery is written into the thread, and sent to the channel too.',
    paperDies,
    recover,
  ),
  scene(
    'alert-flapped',
    'update',
    'Stable again, after it had failed three times',
    'The trader came back for a moment twice before it stayed for 20 minutes; that is one alert.',
    paperDies,
    flap,
    flap,
    recover,
    watch(22 * MINUTE_S),
  ),
  scene(
    'alert-one-beat',
    'posted',
    'One heartbeat, and silence again',
    'The trader was started, and stopped at once: one heartbeat is no recovery.',
    paperDies,
    restart,
    watch(ONE_BEAT_S),
    die('paper-docker'),
  ),
  scene(
    'alert-muted',
    'posted',
    'Muted',
    'Somebody pressed Mute: the trader was stopped on purpose.',
    paperDies,
    use('incident:mute'),
  ),
  scene(
    'alert-partly-muted',
    'posted',
    'Muted, where another trader recovered',
    'Two traders stopped at once; paper was started again, then somebody pressed Mute.',
    (stage) => shadowBeats(stage, SEEN_S),
    die('paper-docker'),
    restart,
    watch(MINUTE_S),
    use('incident:mute'),
    watch(MINUTE_S),
  ),
  scene(
    'alert-heartbeat-released',
    'posted',
    'Heartbeat no longer expected',
    'Somebody pressed Stop expecting heartbeats.',
    seen,
    press('heartbeat-paper-docker'),
    watch(DEAD_S),
    use('incident:release_heartbeat'),
  ),
  scene(
    'note-joined',
    { has: 'Now critical' },
    'Another trader, too: in the channel',
    'A live trader that was armed stopped a moment after the paper trader, and joined its alert.',
    press('arm-live-docker'),
    seen,
    press('stop-paper-docker'),
    watch(15),
    die('live-docker'),
  ),
  scene(
    'note-again',
    { has: 'again, ' },
    'It stopped again: in the channel',
    'The trader had recovered, and stopped once more soon after.',
    paperDies,
    recover,
    die('paper-docker'),
  ),
  scene(
    'alert-outage-over',
    'update',
    'Monitoring resumed',
    'Redis was out of reach for 12 minutes and is back; the same message says so.',
    seen,
    press('redis-unreachable'),
    watch(12 * MINUTE_S),
    press('redis-unreachable'),
    watch(MINUTE_S),
  ),
];
