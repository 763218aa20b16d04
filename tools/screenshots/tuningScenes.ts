import { DEMO_TOTAL } from '../../sandbox/demo';
import type { Place } from '../../src/state/keys';
import type { Scene } from './scene';
import type { Stage } from './setup';

const PAPER: Place = { mode: 'paper', env: 'docker' };
const SHADOW: Place = { mode: 'shadow', env: 'local' };
const LARGE = 'sweep-2026-11-22';
const HOSTILE = '<!channel> *all* :skull: <https://evil.example|click> \u202egnp.exe';
const HOUR_S = 3_600;

/** How the id of the demo's session starts. */
const demoSession = ({ demo }: Stage): string => demo.tuning.sessionId.slice(0, 8);

/** `/arb-tuning` for one session. */
export const TUNING_SCENES: readonly Scene[] = [
  {
    name: 'tuning-running',
    title: 'In progress',
    situation: 'Three workers run.',
    command: (stage) => `/arb-tuning ${demoSession(stage)} ${DEMO_TOTAL}`,
  },
  {
    name: 'tuning-no-total',
    title: 'The total is not known',
    situation: 'Nobody has told how many iterations there will be.',
    command: (stage) => `/arb-tuning ${demoSession(stage)}`,
  },
  {
    name: 'tuning-done',
    title: 'Finished',
    situation: 'All workers have finished, a minute ago or longer.',
    command: (stage) => `/arb-tuning ${demoSession(stage)} ${DEMO_TOTAL}`,
    prepare: (stage) => {
      while (!stage.demo.tuning.workers.every((worker) => worker.done)) stage.pass(1);
      stage.pass(70);
    },
  },
  {
    name: 'tuning-failed',
    title: 'Jobs that failed',
    situation: 'Two of three workers were stopped, 15 minutes ago; the third has been slow since.',
    command: (stage) => `/arb-tuning ${demoSession(stage)} ${DEMO_TOTAL}`,
    prepare: async (stage) => {
      await stage.press('stop-worker-1');
      await stage.press('stop-worker-3');
      await stage.press('slow-worker-2');
      stage.pass(15 * 60);
    },
  },
  {
    name: 'tuning-quiet',
    title: 'No iteration for long',
    situation: 'The machine of the workers went away two hours ago.',
    command: `/arb-tuning ${LARGE} 60`,
    prepare: (stage) => fill(stage, { workers: 3, iterations: () => 12, agoS: 2 * HOUR_S }),
  },
  {
    name: 'tuning-ended',
    title: 'Finished, where nobody told the total',
    situation: 'The jobs of all three workers succeeded, yesterday, with all that they had planned.',
    command: `/arb-tuning ${LARGE}`,
    prepare: (stage) => {
      fill(stage, { workers: 3, iterations: () => 12, agoS: 26 * HOUR_S });
      const startedAt = new Date(stage.now().getTime() - 27 * HOUR_S * 1_000);
      const finishedAt = new Date(stage.now().getTime() - 26 * HOUR_S * 1_000);
      for (const n of [1, 2, 3]) {
        const job = { sessionId: LARGE, jobId: `job-${n}`, worker: `worker-${n}` };
        stage.tuningKeys(PAPER).endedJob({ ...job, iterations: 12, returnCode: 0, startedAt, finishedAt });
      }
    },
  },
  {
    name: 'tuning-again',
    title: 'Run again',
    situation: 'Three workers ran it yesterday, 12 iterations each; today the first of them is at its fifth.',
    command: `/arb-tuning ${LARGE}`,
    prepare: (stage) => {
      fill(stage, { workers: 3, iterations: () => 12, agoS: 26 * HOUR_S });
      const keys = stage.tuningKeys(PAPER);
      const ago = (seconds: number) => new Date(stage.now().getTime() - seconds * 1_000);
      for (const n of [1, 2, 3]) {
        const job = { sessionId: LARGE, jobId: `job-${n}`, worker: `worker-${n}` };
        const times = { startedAt: ago(27 * HOUR_S), finishedAt: ago(26 * HOUR_S) };
        keys.endedJob({ ...job, ...times, iterations: 12, returnCode: 0 });
      }
      for (let n = 1; n <= 5; n++)
        keys.iteration({ sessionId: LARGE, worker: 'worker-1', n }, ago(20 + (5 - n) * 31));
    },
  },
  {
    name: 'tuning-500-workers',
    title: '500 workers',
    situation: 'A session of 500 workers.',
    command: `/arb-tuning ${LARGE} 20000`,
    prepare: (stage) =>
      fill(stage, { workers: 500, iterations: (worker) => 3 + ((worker * 17) % 39), agoS: 8 }),
  },
  {
    name: 'tuning-gaps',
    title: 'Iterations are missing',
    situation: 'Some iterations were never written.',
    command: `/arb-tuning ${LARGE} 60`,
    prepare: (stage) => {
      fill(stage, { workers: 3, iterations: () => 18, agoS: 20 });
      const keys = stage.tuningKeys(PAPER);
      for (const n of [3, 5, 6, 7, 11]) keys.removeIteration({ sessionId: LARGE, worker: 'worker-1', n });
      for (const n of [1, 2]) keys.removeIteration({ sessionId: LARGE, worker: 'worker-3', n });
    },
  },
  {
    name: 'tuning-too-many',
    title: 'More iterations than the total says',
    situation: 'A wrong total was given.',
    command: (stage) => `/arb-tuning ${demoSession(stage)} 10`,
  },
  {
    name: 'tuning-zone',
    title: 'Times in the future',
    situation: 'The workers write their times in Asia/Seoul, and TUNING_TIMEZONE says UTC.',
    command: `/arb-tuning ${LARGE} 60`,
    prepare: (stage) => fill(stage, { workers: 3, iterations: () => 12, agoS: -9 * HOUR_S }),
  },
  {
    name: 'tuning-injection',
    title: 'Names that try to be markup',
    situation: 'A session and its workers are named after mentions, links and emoji.',
    command: '/arb-tuning "<!channel>" 40',
    prepare: (stage) => {
      const keys = stage.tuningKeys(SHADOW);
      for (const worker of ['<@U0OPERATOR>', '*_~bold~_*', '`code` :skull:', 'a\nb\u200b', 'w'.repeat(120)]) {
        for (let n = 1; n <= 6; n++) keys.iteration({ sessionId: HOSTILE, worker, n }, stage.now());
      }
    },
  },
];

/** `/arb-tuning` without words, and where it is not clear which session is meant. */
export const SESSIONS_SCENES: readonly Scene[] = [
  {
    name: 'sessions-list',
    title: 'The recent sessions',
    situation: 'Of the first one the total was given before.',
    command: '/arb-tuning',
    prepare: manySessions,
  },
  {
    name: 'sessions-none',
    title: 'No session',
    situation: 'No tuning ever ran on live local.',
    command: '/arb-tuning live local',
  },
  {
    name: 'sessions-ambiguous',
    title: 'Several sessions start so',
    situation: 'Two sessions start with the word.',
    command: '/arb-tuning sweep',
    prepare: manySessions,
  },
  {
    name: 'sessions-unknown',
    title: 'No session starts so',
    situation: 'A letter is wrong.',
    command: '/arb-tuning swoep-2026',
    prepare: manySessions,
  },
  {
    name: 'sessions-unknown-injection',
    title: 'No session is called so, whatever was typed',
    situation: 'The word tries to be a mention.',
    command: '/arb-tuning <!channel>',
  },
];

interface Filling {
  readonly workers: number;
  /** How many iterations a worker has ended. */
  readonly iterations: (worker: number) => number;
  /** How many seconds ago the newest of them ended. */
  readonly agoS: number;
}

function fill(stage: Stage, { workers, iterations, agoS }: Filling): void {
  const keys = stage.tuningKeys(PAPER);
  for (let worker = 1; worker <= workers; worker++) {
    const count = iterations(worker);
    for (let n = 1; n <= count; n++) {
      const endedS = agoS + (worker % 7) * 3 + (count - n) * 31;
      const at = new Date(stage.now().getTime() - endedS * 1_000);
      keys.iteration({ sessionId: LARGE, worker: `worker-${worker}`, n }, at);
    }
  }
}

async function manySessions(stage: Stage): Promise<void> {
  fill(stage, { workers: 3, iterations: () => 12, agoS: 5 * HOUR_S });
  const keys = stage.tuningKeys(SHADOW);
  const yesterday = new Date(stage.now().getTime() - 26 * HOUR_S * 1_000);
  for (let n = 1; n <= 8; n++)
    keys.iteration({ sessionId: 'sweep-2026-11-21', worker: 'node-b', n }, yesterday);
  const session = { sessionId: stage.demo.tuning.sessionId, ...PAPER };
  await stage.demo.state.botStore.rememberTuningTotal(session, DEMO_TOTAL);
}
