import { givenUp, leftBehind } from './deliveryScenes';
import type { Scene } from './scene';
import type { Stage } from './setup';
import { DEAD_S, HOUR_S, MINUTE_S, mutedDead, paperDies, SEEN_S, shadowBeats } from './steps';
import { unseenForAnHour } from './unseen';

const lookedOn = (stage: Stage) => stage.watch(SEEN_S);

/** `/arb-alerts`, and what buttons answer to the one who pressed them. */
export const ASKED_SCENES: readonly Scene[] = [
  {
    name: 'alerts-empty',
    title: 'No open alert',
    situation: 'All is well.',
    command: '/arb-alerts',
    prepare: lookedOn,
  },
  {
    name: 'alerts-full',
    title: 'Open alerts',
    situation:
      'The live trader is down and acknowledged, the portfolio of paper is stale, shadow was muted; the channel is archived, with no fallback.',
    command: '/arb-alerts',
    env: { FROZEN_AFTER: '120', ALERT_FALLBACK_CHANNEL: '' },
    prepare: troubles,
  },
  {
    name: 'alerts-muted-dead',
    title: 'A muted trader of real money is down',
    situation: 'No alert is open: somebody pressed Mute.',
    command: '/arb-alerts',
    prepare: mutedDead,
  },
  {
    name: 'alerts-outage',
    title: 'Redis cannot be read',
    situation: 'The paper trader was dead; then, for an hour, no Sentinel has named the Redis that is read.',
    command: '/arb-alerts',
    ...unseenForAnHour(),
  },
  {
    name: 'alerts-stale-message',
    title: 'An earlier message that cannot be changed',
    situation:
      'The channel was archived when the trader recovered; the recovery went to the fallback channel.',
    command: '/arb-alerts',
    prepare: leftBehind,
  },
  {
    name: 'alerts-undelivered',
    title: 'A message that was given up, and one that waits',
    situation:
      'Slack refused the alert of the live trader for half an hour, and took others; now it refuses a test.',
    command: '/arb-alerts',
    prepare: async (stage) => {
      await givenUp(stage);
      stage.slack.fail('chat.postMessage', { error: 'message_not_allowed_here' });
      await stage.slack.command('/arb-alerts', 'test', { user: 'operator', channel: 'ops' });
      await stage.watch(2 * MINUTE_S);
    },
  },
  {
    name: 'alerts-help',
    title: 'Help',
    situation: 'Somebody asks.',
    command: '/arb-alerts help',
  },
  {
    name: 'alerts-ack',
    title: 'Acknowledged by a command',
    situation: 'The paper trader was dead.',
    command: '/arb-alerts ack paper docker',
    prepare: paperDies,
  },
  {
    name: 'alerts-ack-again',
    title: 'Acknowledged by somebody before',
    situation: 'A viewer had pressed Acknowledge.',
    command: '/arb-alerts ack paper docker',
    prepare: async (stage) => {
      await paperDies(stage);
      await stage.slack.click('incident:acknowledge', { user: 'viewer', channel: 'trading-alerts' });
    },
  },
  {
    name: 'alerts-ack-outage',
    title: 'Nothing to acknowledge about an outage',
    situation: 'Somebody would acknowledge that the traders cannot be seen.',
    command: '/arb-alerts ack outage',
    prepare: lookedOn,
  },
  {
    name: 'alerts-snooze',
    title: 'Snoozed by a command',
    situation: 'The paper trader was dead.',
    command: '/arb-alerts snooze paper docker 2h',
    prepare: paperDies,
  },
  {
    name: 'alerts-ack-only',
    title: 'Acknowledged without naming it',
    situation: 'One alert is open: it is the one that is meant.',
    command: '/arb-alerts ack',
    prepare: paperDies,
  },
  {
    name: 'alerts-ack-which',
    title: 'Which alert?',
    situation: 'Two alerts are open, and none was named.',
    command: '/arb-alerts ack',
    prepare: twoDie,
  },
  {
    name: 'alerts-history',
    title: 'History',
    situation: 'The paper trader died, was acknowledged and recovered; the live one is down.',
    command: '/arb-alerts history',
    prepare: dayPasses,
  },
  {
    name: 'alerts-timeline',
    title: 'Timeline of an alert',
    situation: 'The paper trader died, was acknowledged and recovered.',
    command: '/arb-alerts timeline paper docker',
    prepare: dayPasses,
  },
  {
    name: 'alerts-reaction',
    title: 'Acknowledged with 👀',
    situation: 'Somebody reacted to the alert.',
    shows: { in: 'trading-alerts' },
    prepare: async (stage) => {
      await paperDies(stage);
      const ts = stage.slack.seenBy('operator', 'trading-alerts').at(-1)?.ts ?? '';
      await stage.slack.react('eyes', { user: 'operator', channel: 'trading-alerts', ts });
      await stage.watch(MINUTE_S);
    },
  },
  {
    name: 'alerts-usage-number',
    title: 'A number alone is no time',
    situation: 'Nine minutes, nine hours, or nine in the morning?',
    command: '/arb-alerts snooze 9',
    prepare: paperDies,
  },
  {
    name: 'alerts-nothing-to-ack',
    title: 'Nothing to acknowledge',
    situation: 'There is no alert about it.',
    command: '/arb-alerts ack paper docker',
    prepare: lookedOn,
  },
  {
    name: 'alerts-test',
    title: 'A test alert is on its way',
    situation: 'Somebody tries whether alerts arrive.',
    command: '/arb-alerts test',
    prepare: lookedOn,
  },
  {
    name: 'alerts-usage-near',
    title: 'A word that is nearly right',
    situation: 'A letter is missing.',
    command: '/arb-alerts snoze paper docker',
    prepare: lookedOn,
  },
  {
    name: 'alerts-usage-time',
    title: 'A time that is none',
    situation: 'Nothing says how long that is.',
    command: '/arb-alerts snooze paper docker forever',
    prepare: paperDies,
  },
  {
    name: 'alerts-usage-injection',
    title: 'A word that tries to be markup',
    situation: 'The word is a mention, a link and bold.',
    command: '/arb-alerts why <!channel><https://evil.example|click>*bold*',
    prepare: lookedOn,
  },
  {
    name: 'alerts-not-set-up',
    title: 'Nothing is watched',
    situation: 'No ALERT_CHANNEL is configured.',
    command: '/arb-alerts',
    env: { ALERT_CHANNEL: '', ALERT_FALLBACK_CHANNEL: '' },
  },
  {
    name: 'why-never',
    title: 'Why: a trader that was never seen',
    situation: 'No such trader ever ran.',
    command: '/arb-alerts why shadow local',
    prepare: lookedOn,
  },
  {
    name: 'why-outage',
    title: 'Why: while Redis cannot be read',
    situation: 'The paper trader was dead; then, for an hour, no Sentinel has named the Redis that is read.',
    command: '/arb-alerts why paper docker',
    ...unseenForAnHour(),
  },
  {
    name: 'why-eventful',
    title: 'Why: a trader that had a day',
    situation: 'It died, was acknowledged, recovered, froze, and died again; and then Slack asked to wait.',
    command: '/arb-alerts why paper docker',
    env: { FROZEN_AFTER: '120' },
    prepare: async (stage) => {
      await paperDies(stage);
      await stage.use('incident:acknowledge');
      await stage.press('stop-paper-docker');
      await stage.watch(2 * MINUTE_S);
      await stage.press('portfolio-paper-docker');
      await stage.watch(4 * MINUTE_S);
      stage.slack.fail('*', { ratelimited: true, retryAfterS: 600 });
      await stage.press('trip-paper-docker');
      await stage.press('stop-paper-docker');
      await stage.watch(DEAD_S);
      stage.slack.heal();
    },
  },
  {
    name: 'refused-viewer',
    title: 'A button that is not for everybody',
    situation: 'A viewer pressed Mute; only Olive Operator and those in #ops may.',
    env: { OPERATORS: 'U0OPERATOR,C0OPS' },
    shows: { in: 'trading-alerts', as: 'viewer', has: 'Only visible to you' },
    prepare: async (stage) => {
      await paperDies(stage);
      await stage.slack.click('incident:mute', { user: 'viewer', channel: 'trading-alerts' });
      await stage.slack.until(() =>
        stage.slack.seenBy('viewer', 'trading-alerts').find((one) => one.ephemeral),
      );
    },
  },
  {
    name: 'refused-unknown',
    title: 'Nobody knows who may',
    situation: 'Those of a user group may, and Slack does not say who is in it.',
    command: '/arb-alerts snooze paper docker 2h',
    env: { OPERATORS: 'S0TRADERS' },
    prepare: async (stage) => {
      await paperDies(stage);
      stage.slack.fail('usergroups.users.list', { error: 'missing_scope' });
    },
  },
  {
    name: 'pressed-status',
    title: 'Status now',
    situation: 'Somebody pressed Status now on an alert.',
    shows: { in: 'trading-alerts', has: 'Only visible to you' },
    prepare: async (stage) => {
      await paperDies(stage);
      await stage.use('incident:status');
      await stage.slack.until(() =>
        stage.slack.seenBy('operator', 'trading-alerts').find((one) => one.ephemeral),
      );
    },
  },
];

async function troubles(stage: Stage): Promise<void> {
  await stage.press('arm-live-docker');
  await shadowBeats(stage, SEEN_S);
  await stage.watch(DEAD_S);
  await stage.use('incident:mute');
  await stage.press('stop-live-docker');
  await stage.watch(DEAD_S);
  await stage.use('incident:acknowledge');
  await stage.press('portfolio-paper-docker');
  await stage.watch(3 * MINUTE_S);
  await stage.press('slack-archive');
  await stage.press('trip-paper-docker');
  await stage.watch(HOUR_S);
}

async function twoDie(stage: Stage): Promise<void> {
  await paperDies(stage);
  await stage.press('stop-live-docker');
  await stage.watch(DEAD_S);
}

async function dayPasses(stage: Stage): Promise<void> {
  await paperDies(stage);
  await stage.use('incident:acknowledge');
  await stage.press('stop-paper-docker');
  await stage.watch(2 * MINUTE_S);
  await stage.press('stop-live-docker');
  await stage.watch(DEAD_S);
}
