import type { Scene } from './scene';
import { die, IN_ALERTS, inOrder, MINUTE_S, paperDies, press, SEEN_S, type Step, watch } from './steps';

const scene = (
  name: string,
  has: string,
  title: string,
  situation: string,
  ...steps: readonly Step[]
): Scene => ({ name, title, situation, shows: { ...IN_ALERTS, has }, prepare: inOrder(...steps) });

const restart = press('stop-paper-docker');
const comesBackAndDies = inOrder(restart, watch(MINUTE_S), die('paper-docker'));
const isUnstable = inOrder(paperDies, comesBackAndDies, comesBackAndDies);
const diesAgainAfterAnHour = inOrder(paperDies, watch(60 * MINUTE_S), comesBackAndDies);

/** Alerts that come and go. */
export const RELAPSE_SCENES: readonly Scene[] = [
  scene(
    'alert-again',
    'Status now',
    'Down again',
    'The trader came back, and stopped again a minute later: it is the same alert.',
    paperDies,
    comesBackAndDies,
  ),
  scene(
    'alert-pointer',
    'goes on in',
    'An older message of an alert',
    'The live trader that is down was armed 50 minutes later: its alert was posted again, and its old message links to the new one.',
    press('arm-live-docker', 'arm-live-docker'),
    watch(SEEN_S),
    die('live-docker'),
    watch(50 * MINUTE_S),
    press('arm-live-docker'),
    watch(30),
  ),
  scene(
    'alert-posted-again',
    'Status now',
    'Down again, posted again',
    'The new message has the state and the buttons.',
    diesAgainAfterAnHour,
  ),
  scene(
    'alert-unstable',
    'Status now',
    'Unstable',
    'The trader stopped for the third time within 20 minutes. From now on only this message changes.',
    isUnstable,
  ),
  scene(
    'alert-unstable-up',
    'Status now',
    'Unstable, and just up',
    'The unstable trader came back; it may stop again at any time.',
    isUnstable,
    restart,
    watch(2 * MINUTE_S),
  ),
  scene(
    'note-unstable',
    'The first was',
    'Unstable: in the channel',
    'What the channel hears last of a trader that comes and goes.',
    isUnstable,
  ),
  scene(
    'note-steady',
    'without a break',
    'Unstable, and down for good: in the channel',
    'The unstable trader has not come back for five minutes.',
    isUnstable,
    watch(6 * MINUTE_S),
  ),
  scene(
    'note-stable',
    'replied to a thread',
    'Stable again: in the channel',
    'The unstable trader has been up for 20 minutes.',
    isUnstable,
    restart,
    watch(22 * MINUTE_S),
  ),
];
