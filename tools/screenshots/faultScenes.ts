import type { UnavailableReason } from '../../src/redis/errors';
import { MAX_CONCURRENT_REQUESTS } from '../../src/slack/inbound/inFlight';
import type { StateStore } from '../../src/state/store';
import type { Stores } from '../../src/storage/connect';
import type { Scene } from './scene';

/** Help, words that fit nothing, and what is said when something does not work. */
export const WORDS_SCENES: readonly Scene[] = [
  { name: 'help-status', title: 'Help', situation: 'Somebody asks.', command: '/arb-status help' },
  { name: 'help-tuning', title: 'Help', situation: 'Somebody asks.', command: '/arb-tuning help' },
  {
    name: 'usage-near',
    title: 'A word that is nearly right',
    situation: 'A letter is missing.',
    command: '/arb-status papr docker',
  },
  {
    name: 'usage-far',
    title: 'A word that fits nothing',
    situation: 'Nothing like it is known.',
    command: '/arb-status production',
  },
  {
    name: 'usage-two-modes',
    title: 'Two modes at once',
    situation: 'It is not clear which trader is meant.',
    command: '/arb-status live paper',
  },
  {
    name: 'usage-too-many',
    title: 'A word too many',
    situation: 'A session and a total are all that is taken.',
    command: '/arb-tuning 80a9c657 500 600',
  },
  {
    name: 'usage-total',
    title: 'A total that is none',
    situation: 'The total is in words.',
    command: '/arb-tuning 80a9c657 many',
  },
  {
    name: 'usage-injection',
    title: 'A word that tries to be markup',
    situation: 'The word is a mention, a link and bold.',
    command: '/arb-status <!channel><https://evil.example|click>*bold*',
  },
];

const away = (reason: UnavailableReason, situation: string, seconds: number): Scene => ({
  name: `redis-${reason}`,
  title: `Redis: ${reason}`,
  situation,
  command: '/arb-status paper docker',
  prepare: (stage) => {
    stage.store.simulateOutage(reason);
    stage.pass(seconds);
  },
});

export const FAULT_SCENES: readonly Scene[] = [
  away('unreachable', 'Redis has been away for 4 minutes.', 250),
  away('slow', 'Redis has answered too slowly for 20 seconds.', 20),
  away('loading', 'Redis has just restarted and reads its data.', 2),
  away('refused', 'The password is wrong, or the user may not read these keys.', 3_700),
  {
    name: 'apology',
    title: 'A fault of the bot itself',
    situation: 'The bot was given a state that fails in a way it does not know.',
    command: '/arb-status paper docker',
    state: broken,
  },
  {
    name: 'too-busy',
    title: 'Too much at once',
    situation: 'As many people as the bot answers at once have asked, and Redis keeps them waiting.',
    command: '/arb-status paper docker',
    state: hanging,
    prepare: async ({ slack }) => {
      const asking = Array.from({ length: MAX_CONCURRENT_REQUESTS }, () =>
        slack.command('/arb-status', '', { user: 'viewer', channel: 'ops' }),
      );
      // They are acked without an answer, which is what keeps a place of each taken.
      await Promise.all(asking);
    },
  },
];

function broken(demo: Stores): Stores {
  const fail = async (): Promise<never> => {
    throw new TypeError('a fault, made for this picture');
  };
  const store: StateStore = {
    string: fail,
    hash: fail,
    ttlMs: fail,
    ping: fail,
    scan: () => ({ [Symbol.asyncIterator]: () => ({ next: fail }) }),
  };
  return { ...demo, store };
}

function hanging(demo: Stores): Stores {
  const hang = (): Promise<never> => new Promise(() => undefined);
  const store: StateStore = { ...broken(demo).store, string: hang, hash: hang, ttlMs: hang };
  return { ...demo, store };
}
