import { HOUR_S, paperDies } from './alertScenes';
import type { Scene } from './scene';

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
    name: 'digest-daily',
    title: 'The digest of the morning',
    situation: 'It is 09:00, and the traders traded.',
    shows: { in: 'trading-alerts', has: 'igest' },
    prepare: (stage) => stage.watch(2 * HOUR_S),
  },
];
