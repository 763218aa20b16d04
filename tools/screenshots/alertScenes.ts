import type { Scene } from './scene';
import type { Stage } from './setup';

export const MINUTE_S = 60;
export const HOUR_S = 3_600;
/** The trader was seen alive, stopped, and was told of as dead: the demo's heart beats last within 5 s. */
export const SEEN_S = 45;
export const DEAD_S = 120;
/** So long that one check meets a beat, and the next none. */
const ONE_BEAT_S = 10;
const BEAT_EVERY_S = 5;

export const IN_ALERTS = { in: 'trading-alerts' } as const;

/** The paper trader dies before the bot's eyes. */
export async function paperDies(stage: Stage): Promise<void> {
  await stage.watch(SEEN_S);
  await stage.press('stop-paper-docker');
  await stage.watch(DEAD_S);
}

/** The live trader sends real orders, dies, and is taken off watch. */
export async function mutedDead(stage: Stage): Promise<void> {
  await stage.press('orders-live-docker');
  await stage.watch(SEEN_S);
  await stop(stage, 'live-docker');
  await stage.watch(DEAD_S);
  await stage.use('incident:mute');
  await stage.watch(30);
}

/** A live trader of which Redis holds its flags, which say that it is enabled and armed. */
export function armedProduction(stage: Stage): void {
  const keys = stage.traderKeys({ mode: 'live', env: 'production' });
  keys.setStat('live_enabled', 1);
  keys.setStat('live_armed', 1);
}

/** The shadow trader sends heartbeats for so many seconds while the bot watches. */
export async function shadowBeats(stage: Stage, seconds: number, env = 'docker', aheadMs = 0): Promise<void> {
  const keys = stage.traderKeys({ mode: 'shadow', env });
  for (let passed = 0; passed < seconds; passed += BEAT_EVERY_S) {
    keys.heartbeat('trader', new Date(stage.now().getTime() + aheadMs));
    await stage.watch(BEAT_EVERY_S);
  }
}

const dead: Scene = {
  name: 'alert-open',
  title: 'A trader stopped',
  situation: 'The paper trader was stopped; without a sign of life for 90 s it is down.',
  shows: IN_ALERTS,
  prepare: paperDies,
};

const stop = async (stage: Stage, ...places: readonly string[]): Promise<void> => {
  for (const place of places) await stage.press(`stop-${place}`);
};

/** Each kind of alert, as it is posted. */
export const ALERT_SCENES: readonly Scene[] = [
  dead,
  {
    ...dead,
    name: 'alert-not-armed',
    title: 'A live trader that is not armed stopped',
    situation: 'The live trader was stopped; live trading was enabled, but not armed.',
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await stage.press('arm-live-docker');
      await stage.watch(SEEN_S);
      await stop(stage, 'live-docker');
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-not-enabled',
    title: 'A live trader that is armed, but not enabled, stopped',
    situation: 'The live trader was stopped; live trading was armed, but not enabled.',
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      stage.traderKeys({ mode: 'live', env: 'docker' }).setStat('live_enabled', 0);
      await stage.watch(SEEN_S);
      await stop(stage, 'live-docker');
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-real-money',
    title: 'A trader of real money stopped',
    situation: 'The live trader was stopped while live trading was enabled and armed.',
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await stage.watch(SEEN_S);
      await stop(stage, 'live-docker');
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-storm',
    shows: { ...IN_ALERTS, has: 'Status now' },
    title: 'Several traders of one machine stopped at once',
    situation: 'All three traders on docker stopped together, one of them armed: that is one alert.',
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await shadowBeats(stage, SEEN_S);
      await stop(stage, 'live-docker', 'paper-docker');
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-orders',
    title: 'A trader that sent real orders stopped',
    situation: 'The live trader sent real orders, and wrote nothing but its portfolio beside them.',
    prepare: async (stage) => {
      await stage.press('orders-live-docker');
      await stage.watch(SEEN_S);
      await stop(stage, 'live-docker');
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-money-unknown',
    title: 'A live trader stopped of which nothing tells whether it sends real orders',
    situation: 'The live trader wrote nothing but its portfolio.',
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stop(stage, 'live-docker');
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-dead-at-start',
    title: 'A trader was dead when the bot started',
    situation: 'Its flags say that it should run, and it gave no sign of life since.',
    prepare: async (stage) => {
      armedProduction(stage);
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-no-heartbeat',
    title: 'A trader sends no heartbeat any more',
    situation: 'The paper trader still writes its portfolio.',
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('heartbeat-paper-docker');
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-breaker',
    title: 'The circuit breaker of a live trader is active',
    situation: 'It sends real orders, and its breaker tripped; that is an alert as long as it is active.',
    prepare: async (stage) => {
      await stage.press('orders-live-docker');
      await stage.watch(SEEN_S);
      await stage.press('trip-live-docker');
      await stage.watch(SEEN_S);
    },
  },
  {
    ...dead,
    name: 'alert-clock',
    title: 'A trader whose clock was wrong stopped',
    situation: 'Its clock was 63 minutes ahead; that alone is no alert.',
    prepare: async (stage) => {
      await shadowBeats(stage, SEEN_S, 'local', 63 * MINUTE_S * 1_000);
      await stage.watch(DEAD_S);
    },
  },
  {
    ...dead,
    name: 'alert-frozen',
    title: 'The portfolio of a trader is stale',
    situation: 'It sends heartbeats, and has not written its portfolio for 2 minutes (FROZEN_AFTER).',
    env: { FROZEN_AFTER: '120' },
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('portfolio-paper-docker');
      await stage.watch(3 * MINUTE_S);
    },
  },
  {
    ...dead,
    name: 'alert-blind',
    title: 'Redis cannot be read',
    situation: 'Redis has been out of reach for longer than a minute (OUTAGE_AFTER).',
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('redis-unreachable');
      await stage.watch(2 * MINUTE_S);
    },
  },
];

const after =
  (then: (stage: Stage) => Promise<void>) =>
  async (stage: Stage): Promise<void> => {
    await paperDies(stage);
    await then(stage);
  };

const recovered = async (stage: Stage): Promise<void> => {
  await stage.watch(7 * MINUTE_S);
  await stage.press('stop-paper-docker');
  await stage.watch(MINUTE_S);
};
const inThread = { ...IN_ALERTS, inThread: true } as const;

/** The same message as it changes, and what goes into its thread. */
export const COURSE_SCENES: readonly Scene[] = [
  {
    ...dead,
    name: 'alert-acknowledged',
    title: 'Acknowledged',
    situation: 'Somebody pressed Acknowledge.',
    prepare: after((stage) => stage.use('incident:acknowledge')),
  },
  {
    name: 'note-acted',
    title: 'Acknowledged: in the thread',
    situation: 'The same press, as the thread tells it.',
    shows: inThread,
    prepare: after((stage) => stage.use('incident:acknowledge')),
  },
  {
    ...dead,
    name: 'alert-snoozed',
    title: 'Snoozed',
    situation: 'Somebody chose "For 4 hours" of Snooze.',
    prepare: after(async (stage) => {
      const message = stage.slack.seenBy('operator', 'trading-alerts').at(0);
      const [choice = ''] = /4h [^"]+/.exec(JSON.stringify(message?.blocks)) ?? [];
      await stage.use('incident:snooze', choice);
    }),
  },
  {
    name: 'note-reminder',
    title: 'A reminder',
    situation: 'Nobody acknowledged it for an hour.',
    shows: inThread,
    prepare: after((stage) => stage.watch(HOUR_S)),
  },
  {
    ...dead,
    name: 'alert-recovered',
    title: 'Recovered',
    situation: 'It was acknowledged, and the trader beats again.',
    shows: { ...IN_ALERTS, has: 'Status now' },
    prepare: after(async (stage) => {
      await stage.use('incident:acknowledge');
      await recovered(stage);
    }),
  },
  {
    name: 'note-recovered',
    title: 'Recovered: in the channel',
    situation: 'The recovery stands in the thread, and is sent to the channel too.',
    shows: { ...IN_ALERTS, has: 'replied to a thread' },
    prepare: after(recovered),
  },
  {
    ...dead,
    name: 'alert-flapped',
    title: 'Recovered, after it came and went',
    situation: 'The trader beat for a moment twice before it stayed; that is one alert.',
    shows: { ...IN_ALERTS, has: 'Status now' },
    prepare: after(async (stage) => {
      for (let time = 0; time < 2; time++) {
        await stage.press('stop-paper-docker');
        await stage.watch(MINUTE_S);
        await stage.press('stop-paper-docker');
        await stage.watch(DEAD_S);
      }
      await recovered(stage);
    }),
  },
  {
    ...dead,
    name: 'alert-one-beat',
    title: 'A beat, and silence again',
    situation: 'The trader was started, and stopped at once: one beat is no recovery.',
    prepare: after(async (stage) => {
      await stage.press('stop-paper-docker');
      await stage.watch(ONE_BEAT_S);
      await stage.press('stop-paper-docker');
      await stage.watch(DEAD_S);
    }),
  },
  {
    ...dead,
    name: 'alert-retired',
    title: 'Muted',
    situation: 'Somebody pressed Mute: the trader was stopped on purpose.',
    prepare: after((stage) => stage.use('incident:mute')),
  },
  {
    ...dead,
    name: 'alert-partly-retired',
    title: 'Muted, where another trader recovered',
    situation: 'Two traders stopped at once; paper was started again, then somebody pressed Mute.',
    prepare: async (stage) => {
      await shadowBeats(stage, SEEN_S);
      await stop(stage, 'paper-docker');
      await stage.watch(DEAD_S);
      await stage.press('stop-paper-docker');
      await stage.watch(MINUTE_S);
      await stage.use('incident:mute');
      await stage.watch(MINUTE_S);
    },
  },
  {
    ...dead,
    name: 'alert-heartbeat-released',
    title: 'Heartbeat no longer expected',
    situation: 'Somebody pressed Stop expecting heartbeats.',
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('heartbeat-paper-docker');
      await stage.watch(DEAD_S);
      await stage.use('incident:release_heartbeat');
    },
  },
  {
    name: 'note-joined',
    title: 'Another trader, too: in the channel',
    situation: 'A live trader that was armed stopped a moment after the paper trader, and joined its alert.',
    shows: { ...IN_ALERTS, has: 'as well' },
    prepare: async (stage) => {
      await stage.press('arm-live-docker');
      await stage.watch(SEEN_S);
      await stop(stage, 'paper-docker');
      await stage.watch(15);
      await stop(stage, 'live-docker');
      await stage.watch(DEAD_S);
    },
  },
  {
    name: 'note-again',
    title: 'It stopped again: in the channel',
    situation: 'The trader had recovered, and stopped once more soon after.',
    shows: { ...IN_ALERTS, has: 'again, ' },
    prepare: after(async (stage) => {
      await recovered(stage);
      await stop(stage, 'paper-docker');
      await stage.watch(DEAD_S);
    }),
  },
  {
    ...dead,
    name: 'alert-blind-over',
    title: 'Monitoring resumed',
    situation: 'Redis was out of reach for 12 minutes and is back; the same message says so.',
    shows: { ...IN_ALERTS, has: 'Status now' },
    prepare: async (stage) => {
      await stage.watch(SEEN_S);
      await stage.press('redis-unreachable');
      await stage.watch(12 * MINUTE_S);
      await stage.press('redis-unreachable');
      await stage.watch(MINUTE_S);
    },
  },
];
