import type { Scene } from './scene';
import { HOUR_S, MINUTE_S, paperDies, SEEN_S } from './steps';
import { unseenForAnHour } from './unseen';

/** The daily digest, and one on demand. */
export const DIGEST_SCENES: readonly Scene[] = [
  {
    name: 'digest-now',
    title: 'A digest on demand',
    situation: 'The paper trader has been dead for an hour.',
    command: '/arb-digest',
    prepare: async (stage) => {
      await paperDies(stage);
      await stage.watch(HOUR_S);
    },
  },
  {
    name: 'digest-week',
    title: 'A digest on demand, with the week before',
    situation: 'Two traders have a history, and traded just now.',
    command: '/arb-digest',
    past: true,
    env: { TIMEZONE: 'Asia/Seoul' },
    prepare: (stage) => stage.watch(10 * MINUTE_S),
  },
  {
    name: 'digest-unseen',
    title: 'A digest on demand, while Redis cannot be read',
    situation: 'The paper trader was dead; then, for an hour, no Sentinel has named the Redis that is read.',
    command: '/arb-digest',
    ...unseenForAnHour(),
  },
  {
    name: 'digest-no-check',
    title: 'Nothing to tell yet',
    situation: 'The bot has just been started.',
    command: '/arb-digest',
  },
  {
    name: 'digest-help',
    title: 'Help',
    situation: 'Somebody asks.',
    command: '/arb-digest help',
  },
  {
    name: 'digest-usage',
    title: 'A digest that is none',
    situation: 'No digest has that name.',
    command: '/arb-digest weekly',
    prepare: (stage) => stage.watch(SEEN_S),
  },
  {
    name: 'digest-late',
    title: 'The digest of the morning, late',
    situation: 'Slack was down at 09:00, and for ten minutes more.',
    shows: { in: 'trading-alerts', has: 'igest' },
    prepare: async (stage) => {
      await stage.watch(HOUR_S);
      const up = stage.slack.fail('*', { status: 503 });
      await stage.watch(28 * MINUTE_S);
      up();
      await stage.watch(4 * MINUTE_S);
    },
  },
  {
    name: 'digest-daily',
    title: 'The digest of the morning',
    situation: 'It is 09:00, and the traders traded.',
    shows: { in: 'trading-alerts', has: 'igest' },
    prepare: (stage) => stage.watch(2 * HOUR_S),
  },
];
