import type { Scene } from './scene';
import type { Stage } from './setup';
import { DEAD_S, IN_ALERTS, MINUTE_S, paperDies, SEEN_S } from './steps';

/** An alert whose channel is archived, and that is over since: its message there still says that it is open. */
export async function leftBehind(stage: Stage): Promise<void> {
  await paperDies(stage);
  await stage.press('slack-archive');
  await stage.press('stop-paper-docker');
  await stage.watch(7 * MINUTE_S);
}

/** Slack refuses what is said of the live trader, and takes what is said of others; at last that is given up. */
export async function givenUp(stage: Stage): Promise<void> {
  const isRefused = ({ text }: Readonly<Record<string, unknown>>): boolean =>
    /live.docker/.test(`${text}`) && !/NOT delivered/.test(`${text}`);
  stage.slack.fail('chat.postMessage', { error: 'message_not_allowed_here' }, { when: isRefused });
  await stage.press('orders-live-docker');
  await stage.watch(SEEN_S);
  await stage.press('stop-live-docker');
  await stage.watch(20 * MINUTE_S);
  await stage.press('stop-paper-docker');
  await stage.watch(25 * MINUTE_S);
}

/** How an alert comes when Slack stands in its way. */
export const DELIVERY_SCENES: readonly Scene[] = [
  {
    name: 'alert-late',
    title: 'Late',
    situation: 'Slack was down for 18 minutes while the trader died.',
    shows: { ...IN_ALERTS, has: 'Status now' },
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      const up = stage.slack.fail('*', { status: 503 });
      await stage.press('stop-paper-docker');
      await stage.watch(18 * MINUTE_S);
      up();
      await stage.watch(2 * MINUTE_S);
    },
  },
  {
    name: 'alert-late-over',
    title: 'Late, and over by then',
    situation: 'Slack was down while the trader died and recovered: it is told as one message.',
    shows: { ...IN_ALERTS, has: 'Status now' },
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      const up = stage.slack.fail('*', { status: 503 });
      await stage.press('stop-paper-docker');
      await stage.watch(10 * MINUTE_S);
      await stage.press('stop-paper-docker');
      await stage.watch(5 * MINUTE_S);
      up();
      await stage.watch(2 * MINUTE_S);
    },
  },
  {
    name: 'alert-outage-late',
    title: 'Late, and Redis cannot be read',
    situation: 'Redis and Slack were out of reach together; Slack came back first.',
    shows: IN_ALERTS,
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      const up = stage.slack.fail('*', { status: 503 });
      await stage.press('redis-unreachable');
      await stage.watch(10 * MINUTE_S);
      up();
      await stage.watch(2 * MINUTE_S);
    },
  },
  {
    name: 'alert-plain',
    title: 'Without its layout',
    situation: 'Slack refused the layout of the message.',
    shows: { ...IN_ALERTS, has: 'Shown without its layout' },
    prepare: async (stage) => {
      // The first time it is sent again without the new blocks alone.
      stage.slack.fail('chat.postMessage', { error: 'invalid_blocks' }, { times: 2 });
      await paperDies(stage);
    },
  },
  {
    name: 'alert-fallback',
    title: 'In the fallback channel',
    situation: 'The channel of the alerts had been archived.',
    shows: { in: 'ops', has: 'Status now' },
    prepare: async (stage) => {
      await stage.press('slack-archive');
      await paperDies(stage);
    },
  },
  {
    name: 'alert-stale-message',
    title: 'Back from the archive',
    situation:
      'The channel was archived when the trader recovered, which the fallback channel was told, and is back.',
    shows: { ...IN_ALERTS, has: 'Status now' },
    prepare: async (stage) => {
      await leftBehind(stage);
      await stage.press('slack-archive');
      await stage.watch(5 * MINUTE_S);
    },
  },
  {
    name: 'alert-thread-locked',
    title: 'A thread that takes no reply',
    situation: 'Somebody acknowledged an alert whose thread is locked.',
    shows: { ...IN_ALERTS, has: 'its thread takes no reply' },
    prepare: async (stage) => {
      const inThread = ({ thread_ts }: Readonly<Record<string, unknown>>): boolean => thread_ts !== undefined;
      const error = 'restricted_action_thread_locked';
      stage.slack.fail('chat.postMessage', { error }, { when: inThread });
      await paperDies(stage);
      await stage.use('incident:acknowledge');
      await stage.watch(MINUTE_S);
    },
  },
  {
    name: 'alert-undelivered',
    title: 'A critical alert that Slack does not take',
    situation: 'Slack refused the alert of the live trader for half an hour, and took others.',
    shows: { ...IN_ALERTS, has: 'NOT delivered' },
    prepare: givenUp,
  },
  {
    name: 'alert-test',
    title: 'A test alert',
    situation: 'Somebody tries whether alerts arrive.',
    shows: IN_ALERTS,
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.slack.command('/arb-alerts', 'test', { user: 'operator', channel: 'ops' });
      await stage.slack.until(() => stage.slack.seenBy('operator', 'ops')[0]);
      await stage.watch(DEAD_S);
    },
  },
];
