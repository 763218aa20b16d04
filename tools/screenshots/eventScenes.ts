import type { Scene } from './scene';
import type { Stage } from './setup';
import { IN_ALERTS, MINUTE_S, SEEN_S } from './steps';

const seen =
  (happens: (stage: Stage) => Promise<void> | void) =>
  async (stage: Stage): Promise<void> => {
    await stage.watch(SEEN_S);
    await happens(stage);
    await stage.watch(MINUTE_S);
  };

const live = (stage: Stage) => stage.traderKeys({ mode: 'live', env: 'docker' });
const paper = (stage: Stage) => stage.traderKeys({ mode: 'paper', env: 'docker' });

/** Told once, with nothing to acknowledge. */
export const EVENT_SCENES: readonly Scene[] = [
  {
    name: 'event-armed',
    title: 'Live trading was armed',
    situation: 'It was enabled before: from now on orders are real.',
    shows: IN_ALERTS,
    prepare: seen((stage) => stage.press('arm-live-docker')),
  },
  {
    name: 'event-disarmed',
    title: 'Live trading was disarmed',
    situation: 'It had been armed.',
    shows: IN_ALERTS,
    prepare: seen(async (stage) => {
      await stage.press('arm-live-docker');
      await stage.watch(MINUTE_S);
      await stage.press('arm-live-docker');
    }),
  },
  {
    name: 'event-enabled',
    title: 'Live trading was enabled',
    situation: 'It is not armed.',
    shows: IN_ALERTS,
    prepare: async (stage) => {
      live(stage).setStat('live_enabled', 0);
      await seen(() => live(stage).setStat('live_enabled', 1))(stage);
    },
  },
  {
    name: 'event-breaker',
    title: 'A circuit breaker tripped',
    situation: 'The live trader lost too much at once.',
    shows: IN_ALERTS,
    prepare: seen((stage) => stage.press('trip-live-docker')),
  },
  {
    name: 'event-violations',
    title: 'Safety violations',
    situation: 'Three more were counted; those of five minutes are sent together.',
    shows: IN_ALERTS,
    prepare: seen((stage) => paper(stage).setStat('safety_violations_total', 6)),
  },
  {
    name: 'event-tuning-finished',
    title: 'A tuning session finished',
    situation: 'Its three workers have run all of their iterations.',
    shows: { ...IN_ALERTS, has: 'Tuning' },
    prepare: (stage) => stage.watch(26 * MINUTE_S),
  },
  {
    name: 'event-tuning-stalled',
    title: 'A tuning session stalled',
    situation: 'All of its workers were stopped in the middle.',
    shows: { ...IN_ALERTS, has: 'Tuning' },
    prepare: async (stage) => {
      await stage.watch(3 * MINUTE_S);
      for (const job of ['worker-1', 'worker-2', 'worker-3']) await stage.press(`slow-${job}`);
      stage.demo.tuning.workers.forEach((worker) => {
        worker.pace = 'stopped';
      });
      await stage.watch(14 * MINUTE_S);
    },
  },
  {
    name: 'event-tuning-injection',
    title: 'A tuning session with a name that tries to be markup',
    situation: 'Its id is a mention and a link.',
    shows: { ...IN_ALERTS, has: 'Tuning' },
    prepare: hostileSession,
  },
];

async function hostileSession(stage: Stage): Promise<void> {
  const keys = stage.tuningKeys({ mode: 'shadow', env: 'local' });
  const one = { sessionId: '<!channel><https://evil.example|ok>*all*', worker: 'w' };
  await stage.watch(2 * MINUTE_S);
  keys.iteration({ ...one, n: 1 }, stage.now());
  await stage.watch(2 * MINUTE_S);
  keys.iteration({ ...one, n: 2 }, stage.now());
  const times = { startedAt: stage.now(), finishedAt: stage.now() };
  keys.endedJob({ ...one, ...times, jobId: 'j', iterations: 2, returnCode: 1 });
  await stage.watch(15 * MINUTE_S);
}
