import { StateUnavailableError } from '../../src/redis/errors';
import type { Scene } from './scene';
import type { Stage } from './setup';
import { HOUR_S, paperDies } from './steps';

/** Paper dies; then Redis goes on to serve the bot's own keys, but for an hour no look at the traders counts. */
export function unseenForAnHour(): Required<Pick<Scene, 'state' | 'prepare'>> {
  let stage: Stage | null = null;
  return {
    state: (demo) => ({
      ...demo,
      verifiedReads: {
        verifiedRead: async (read) => {
          if (stage !== null) throw new StateUnavailableError('refused', stage.now());
          return demo.verifiedReads.verifiedRead(read);
        },
      },
    }),
    async prepare(begun) {
      await paperDies(begun);
      stage = begun;
      await begun.watch(HOUR_S);
    },
  };
}
